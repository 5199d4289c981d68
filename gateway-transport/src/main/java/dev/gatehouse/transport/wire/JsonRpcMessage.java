package dev.gatehouse.transport.wire;

import dev.gatehouse.core.json.Json;
import java.util.Optional;
import java.util.OptionalLong;

/** One JSON-RPC 2.0 message of a client, told apart by its members. */
public sealed interface JsonRpcMessage {
    /** The text of an id, quotes included: ids are repeated in every answer. */
    int ID_BYTES_MAX = 1024;

    record Call(Json id, String method, Json params) implements JsonRpcMessage {}

    record Notification(String method, Json params) implements JsonRpcMessage {}

    /** An answer to a request of ours. */
    sealed interface Response extends JsonRpcMessage {
        Json id();
    }

    record Answer(Json id, Json result) implements Response {}

    /** @param message what the peer says of it; foreign text */
    record Refusal(Json id, long code, String message) implements Response {}

    /** @param id present when it could be read, so that the error can carry it */
    record Malformed(Optional<Json> id, String reason) implements JsonRpcMessage {}

    static JsonRpcMessage of(Json message) {
        if (!message.isObject()) {
            return new Malformed(Optional.empty(), "a message is an object");
        }
        MessageMembers members = new MessageMembers(message);
        Optional<Json> id = Optional.ofNullable(members.id);
        if (id.isPresent() && !isId(id.get())) {
            return new Malformed(Optional.empty(), "an id is a string or an integer");
        }
        Json version = members.version;
        if (version == null || !version.string().equals(Optional.of("2.0"))) {
            return new Malformed(id, "jsonrpc must be \"2.0\"");
        }
        return of(members, id);
    }

    private static JsonRpcMessage of(MessageMembers members, Optional<Json> id) {
        Json method = members.method;
        boolean answers = members.result != null || members.error != null;
        if (method == null) {
            return answers && id.isPresent()
                    ? response(id.get(), members)
                    : new Malformed(id, "neither a request nor a response");
        }
        Json params = members.params;
        if (answers || !method.isString() || !params.isObject()) {
            return new Malformed(id, "method is a string, params an object, and no result stands beside them");
        }
        String name = method.string().orElseThrow();
        return id.<JsonRpcMessage>map(present -> new Call(present, name, params))
                .orElseGet(() -> new Notification(name, params));
    }

    private static JsonRpcMessage response(Json id, MessageMembers members) {
        Json result = members.result;
        if (result != null) {
            return members.error != null
                    ? new Malformed(Optional.of(id), "a response has a result or an error")
                    : new Answer(id, result);
        }
        Json error = members.error == null ? Json.NULL : members.error;
        OptionalLong code = error.member("code").map(Json::integer).orElse(OptionalLong.empty());
        return code.isPresent()
                ? new Refusal(id, code.getAsLong(), error.text("message").orElse(""))
                : new Malformed(Optional.of(id), "an error has an integer code");
    }

    private static boolean isId(Json id) {
        return id.length() <= ID_BYTES_MAX && (id.isString() || id.integer().isPresent());
    }
}
