package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.UpstreamCall.Reason;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.core.upstream.UpstreamReply.Lost;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads results into canonical form: what belongs to one era's envelope is taken off (2026-07-28, basic/index). */
public final class Results {
    static final String META = "_meta";
    static final String SUBSCRIPTION_ID = "io.modelcontextprotocol/subscriptionId";
    private static final String SERVER_INFO = "io.modelcontextprotocol/serverInfo";

    private Results() {}

    /**
     * A result as an event.
     *
     * @param state when it is {@code Asked}: how the call goes on; see {@link Resumption}
     */
    public record Reading(UpstreamEvent event, Optional<Resumption> state) {
        Reading(UpstreamEvent event) {
            this(event, Optional.empty());
        }
    }

    /** {@code Done} with a result, {@code Asked}, or {@code Done(Lost(MALFORMED))} for a result of no known type. */
    public static Reading read(Json result, Caller caller) {
        if (!result.isObject()) {
            return new Reading(malformed("a result that is no object"));
        }
        // Servers of earlier revisions name no type: theirs are complete.
        String type = result.member("resultType")
                .map(json -> json.string().orElse("?"))
                .orElse("complete");
        return switch (type) {
            case "complete" -> complete(result, caller);
            case "input_required" -> asked(result, caller);
            case "task" ->
                caller.wanted() == Caller.Wanted.RESULT_OR_TASK
                        ? task(Tasks.begun(result))
                        : new Reading(malformed("a task where none was declared"));
            default -> new Reading(malformed("a result of unknown type"));
        };
    }

    public static UpstreamEvent failed(Incoming.Failure failure) {
        return new UpstreamEvent.Done(new UpstreamReply.Errored(failure.code(), failure.message(), failure.data()));
    }

    public static UpstreamEvent lost(Cause cause, boolean sent, String detail) {
        return new UpstreamEvent.Done(new Lost(cause, sent, detail));
    }

    public static UpstreamEvent malformed(String detail) {
        return lost(Cause.MALFORMED, true, detail);
    }

    public static String cancelled(Reason reason) {
        return "cancelled: " + word(reason);
    }

    /** What the upstream and the records are told of a cancellation. */
    public static String word(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Reading complete(Json result, Caller caller) {
        return caller.wanted() == Caller.Wanted.TASK
                ? task(Tasks.standing(result))
                : new Reading(new UpstreamEvent.Done(new UpstreamReply.Complete(canonical(result))));
    }

    private static Reading task(Optional<UpstreamReply.Task> task) {
        return new Reading(
                task.<UpstreamEvent>map(UpstreamEvent.Done::new).orElseGet(() -> malformed("a task of another shape")));
    }

    static Json canonical(Json result) {
        Json meta = result.member(META).filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
        if (meta.member(SERVER_INFO).isEmpty()) {
            return result.without("resultType", "ttlMs", "cacheScope");
        }
        Json rest = meta.without(SERVER_INFO);
        return rest.cursor().next()
                ? result.without("resultType", "ttlMs", "cacheScope").with(META, rest)
                : result.without("resultType", "ttlMs", "cacheScope", META);
    }

    private static Reading asked(Json result, Caller caller) {
        List<InputRequest> requests = requests(result);
        Optional<String> state = result.text("requestState");
        if (requests.isEmpty() && state.isEmpty()) {
            return new Reading(malformed("it asks for input and does not say which"));
        }
        // A server must not ask for what this request did not declare (2026-07-28, basic/patterns/mrtr).
        return requests.stream().allMatch(caller::canBeAsked)
                ? new Reading(new UpstreamEvent.Asked(requests), Optional.of(new Resumption.AskedAgain(state)))
                : new Reading(malformed("it asks for what was not declared"));
    }

    static List<InputRequest> requests(Json result) {
        return result.member("inputRequests").map(Json::members).orElse(Map.of()).entrySet().stream()
                .map(entry -> new InputRequest(
                        entry.getKey(),
                        entry.getValue().text("method").orElse(""),
                        entry.getValue().member("params").orElse(Json.EMPTY_OBJECT)))
                .toList();
    }
}
