package io.tokenward.proxy.dialect;

import java.util.Set;

/** Keywords of JSON Schema (draft 2020-12), which carry no text of anybody. */
final class SchemaWords {
    /** Those in lower case, which a dialect may count among its fields. */
    static final Set<String> LOWER_CASE = Set.of("$ref", "$schema", "anyof", "default", "description", "enum", "format",
            "items", "maximum", "minimum", "oneof", "pattern", "properties", "required", "title", "type");

    /** Those that are not: no fields of a dialect. */
    static final Set<String> MIXED_CASE = Set.of("anyOf", "oneOf", "allOf", "additionalProperties", "maxLength",
            "minLength", "maxItems", "minItems", "uniqueItems", "$defs", "definitions", "const", "exclusiveMinimum",
            "exclusiveMaximum", "multipleOf", "propertyNames", "patternProperties", "not", "nullable", "examples");

    /** Values of {@code type}. */
    static final Set<String> TYPES = Set.of("object", "string", "number", "integer", "boolean", "array", "null");

    /** Values of {@code format}. */
    static final Set<String> FORMATS = Set.of("date", "time", "date-time", "email", "uri", "uuid", "int32", "int64",
            "float", "double");

    private SchemaWords() {}
}
