package io.tokenward.proxy.demo;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tool that is called instead of answering.
 *
 * @param name as offered
 * @param schema of its arguments, or a missing node
 */
record ScriptedModelTool(String name, JsonNode schema) {

    /** The least that satisfies the schema in its required, plainly typed properties. */
    ObjectNode arguments() {
        ObjectNode arguments = JsonMapper.shared().createObjectNode();
        for (JsonNode required : schema.path("required")) {
            String property = required.asString("");
            switch (schema.path("properties").path(property).path("type").asString("string")) {
                case "integer", "number" -> arguments.put(property, 1);
                case "boolean" -> arguments.put(property, true);
                case "array" -> arguments.putArray(property);
                case "object" -> arguments.putObject(property);
                default -> arguments.put(property, "scripted");
            }
        }
        return arguments;
    }
}
