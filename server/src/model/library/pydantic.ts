import type { Library } from "./row";

const DOCS = "https://docs.pydantic.dev/latest";

export const pydanticRows: Library = {
  rows: [
    { name: "pydantic.BaseModel", kind: "class", validates: "fields", source: `${DOCS}/concepts/models/` },
    {
      name: "pydantic.RootModel",
      kind: "class",
      bases: ["pydantic.BaseModel"],
      validates: "fields",
      source: `${DOCS}/concepts/models/#rootmodel-and-custom-root-types`,
    },
    {
      name: "pydantic_settings.BaseSettings",
      kind: "class",
      bases: ["pydantic.BaseModel"],
      validates: "fields",
      source: `${DOCS}/concepts/pydantic_settings/`,
    },
    {
      name: "sqlmodel.SQLModel",
      kind: "class",
      bases: ["pydantic.BaseModel"],
      validates: "fields",
      source: "https://sqlmodel.tiangolo.com/",
    },
    {
      name: "pydantic.dataclasses.dataclass",
      kind: "function",
      validates: "fields",
      source: `${DOCS}/concepts/dataclasses/`,
    },
    {
      name: "pydantic.validate_call",
      kind: "function",
      validates: "parameters",
      source: `${DOCS}/concepts/validation_decorator/`,
    },
    { name: "pydantic.TypeAdapter", kind: "class", validates: "value", source: `${DOCS}/concepts/type_adapter/` },
    {
      name: "pydantic.validate_arguments",
      kind: "function",
      validates: "parameters",
      source: "https://docs.pydantic.dev/1.10/usage/validation_decorator/",
    },
  ],
  aliases: {
    "pydantic.main.BaseModel": "pydantic.BaseModel",
    "pydantic.type_adapter.TypeAdapter": "pydantic.TypeAdapter",
    "pydantic.root_model.RootModel": "pydantic.RootModel",
    "pydantic.generics.GenericModel": "pydantic.BaseModel",
    "pydantic.BaseSettings": "pydantic_settings.BaseSettings",
    "pydantic_settings.main.BaseSettings": "pydantic_settings.BaseSettings",
    "pydantic.v1": "pydantic",
    "pydantic.validate_call_decorator.validate_call": "pydantic.validate_call",
    "pydantic.decorator.validate_arguments": "pydantic.validate_arguments",
  },
};
