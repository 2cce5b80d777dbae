import "./packaged";
import "./repairs";
import "./fix-all";
import "./documents";
import "./restart";
import "./settings";
import "./snippets";
