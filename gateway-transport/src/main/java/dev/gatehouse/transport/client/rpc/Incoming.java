package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.upstream.UpstreamReply;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One JSON-RPC message from an upstream. */
public sealed interface Incoming {
    int BATCH_MAX = 256;
    int ERROR_MESSAGE_CHARS_MAX = 4096;
    /** Larger data of an error is left out. */
    int ERROR_DATA_BYTES_MAX = 64 << 10;

    record Answer(long id, Json result) implements Incoming {}

    /** @param id empty when the upstream could not tell which request it failed, or named one of no id of ours */
    record Failure(OptionalLong id, long code, String message, Optional<Json> data) implements Incoming {}

    /** A request of the upstream's own. */
    record Asked(Json id, String method, Json params) implements Incoming {}

    record Told(String method, Json params) implements Incoming {}

    /** Valid JSON that is no message, or none that could be for us. */
    record Junk(String reason) implements Incoming {}

    /** Reads a message, or each of a batch: revision 2025-03-26 lets servers send arrays. */
    static List<Incoming> read(Json json) {
        if (!json.isArray()) {
            return List.of(readOne(json));
        }
        List<Json> batch = json.elements();
        return batch.size() > BATCH_MAX
                ? List.of(new Junk("batch of " + batch.size() + " messages"))
                : batch.stream().map(Incoming::readOne).toList();
    }

    private static Incoming readOne(Json json) {
        if (!json.text("jsonrpc").equals(Optional.of("2.0"))) {
            return new Junk("not a JSON-RPC 2.0 message");
        }
        Optional<Json> id = json.member("id");
        Optional<String> method = json.text("method");
        if (method.isPresent()) {
            Json params = json.member("params").filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
            return id.<Incoming>map(asked -> new Asked(asked, method.get(), params))
                    .orElseGet(() -> new Told(method.get(), params));
        }
        OptionalLong ours = id.map(Json::integer).orElse(OptionalLong.empty());
        Optional<Json> error = json.member("error");
        if (error.isPresent()) {
            return failure(ours, error.get());
        }
        return readAnswer(ours, json.member("result"));
    }

    private static Incoming readAnswer(OptionalLong id, Optional<Json> result) {
        if (result.isEmpty()) {
            return new Junk("neither method, result nor error");
        }
        return id.isPresent() ? new Answer(id.getAsLong(), result.get()) : new Junk("an id that was never given");
    }

    private static Incoming failure(OptionalLong id, Json error) {
        return error(error)
                .<Incoming>map(said -> new Failure(id, said.code(), said.message(), said.data()))
                .orElseGet(() -> new Junk("an error without a code"));
    }

    /** An error object, fit to be shown; empty when it has no code. */
    static Optional<UpstreamReply.Errored> error(Json error) {
        OptionalLong code = error.member("code").map(Json::integer).orElse(OptionalLong.empty());
        String message = Printable.text(error.text("message").orElse(""), ERROR_MESSAGE_CHARS_MAX);
        Optional<Json> data = error.member("data")
                .filter(json -> json.length() <= ERROR_DATA_BYTES_MAX)
                .map(Printable::json);
        return code.isPresent()
                ? Optional.of(new UpstreamReply.Errored(code.getAsLong(), message, data))
                : Optional.empty();
    }
}
