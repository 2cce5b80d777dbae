import "./packaged";
import "./repairs";
import "./fix-all";
import "./refactorings";
import "./documents";
import "./restart";
import "./settings";
import "./snippets";
