package dev.gatehouse.server.demo;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;

/** What {@code tools/list} says of each tool. */
final class Definitions {
    static final Json TOOLS = read("""
            [
            {"name":"echo","title":"Echo","description":"Gives the message back.",
             "inputSchema":{"type":"object","properties":{"message":{"type":"string","maxLength":65536}},
              "required":["message"],"additionalProperties":false},
             "annotations":{"readOnlyHint":true,"openWorldHint":false}},

            {"name":"add","title":"Add","description":"Adds two numbers.",
             "inputSchema":{"type":"object","properties":{"a":{"type":"number"},"b":{"type":"number"}},
              "required":["a","b"],"additionalProperties":false},
             "outputSchema":{"type":"object","properties":{"sum":{"type":"number"}},
              "required":["sum"],"additionalProperties":false},
             "annotations":{"readOnlyHint":true,"openWorldHint":false}},

            {"name":"clock","title":"Clock","description":"Tells the server's time, in UTC.",
             "inputSchema":{"type":"object","properties":{},"additionalProperties":false},
             "outputSchema":{"type":"object","properties":{"now":{"type":"string","format":"date-time"}},
              "required":["now"],"additionalProperties":false},
             "annotations":{"readOnlyHint":true,"openWorldHint":false}},

            {"name":"wait","title":"Wait","description":"Answers after a while.",
             "inputSchema":{"type":"object",
              "properties":{"millis":{"type":"integer","minimum":0,"maximum":30000}},
              "required":["millis"],"additionalProperties":false},
             "annotations":{"readOnlyHint":true,"openWorldHint":false}},

            {"name":"forget_everything","title":"Forget everything",
             "description":"Pretends to delete all data. Here to show a policy that denies it.",
             "inputSchema":{"type":"object","properties":{},"additionalProperties":false},
             "annotations":{"readOnlyHint":false,"destructiveHint":true,"idempotentHint":true,"openWorldHint":false}}
            ]
            """);

    private Definitions() {}

    /** A message on stdio is one line, so the line breaks that serve the reader here go. */
    private static Json read(String text) {
        try {
            return Json.read(text.replaceAll("\\R\\s*", ""));
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("the definitions above are JSON", e);
        }
    }
}
