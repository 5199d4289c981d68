package dev.gatehouse.server.explain;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.Names;
import dev.gatehouse.core.mcp.ServerName;
import java.util.Optional;

/** Who would call what, where and with what. */
record Question(Caller caller, ServerName server, String tool, Json arguments) {

    /** What came of reading one. */
    sealed interface Reading {
        record Good(Question question) implements Reading {}

        record Wrong(String parameter, String expected) implements Reading {}
    }

    static Reading read(String as, String server, String tool, String arguments) {
        Optional<Caller> caller = Caller.parse(as);
        if (caller.isEmpty()) {
            return new Reading.Wrong("as", Caller.EXPECTED);
        }
        if (!Names.isSlug(server)) {
            return new Reading.Wrong("server", "expected the name of a virtual server");
        }
        if (tool.isEmpty()) {
            return new Reading.Wrong("call", "expected the name of a tool");
        }
        try {
            Json read = Json.read(arguments.isEmpty() ? "{}" : arguments);
            return read.isObject()
                    ? new Reading.Good(new Question(caller.get(), new ServerName(server), tool, read))
                    : new Reading.Wrong("arguments", "expected a JSON object");
        } catch (JsonSyntaxException e) {
            return new Reading.Wrong("arguments", "expected a JSON object: " + e.getMessage());
        }
    }
}
