package dev.gatehouse.core.call;

import dev.gatehouse.core.identity.Sealer;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.policy.PendingApproval;
import dev.gatehouse.core.policy.Refusal;
import dev.gatehouse.core.upstream.InputRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Calls that somebody has to approve first. Nothing of them is kept here: a client that can show a link is given one with a
 * sealed state, and what it sends then is a new call, judged afresh. So the state outlives this process and may be used by
 * any gateway that opens the seal.
 */
final class HeldCalls {
    /** Of the question in {@code inputRequests}. */
    static final String KEY = "approval";

    private static final String PURPOSE = "mcp-held-call";
    private static final String ELICITATION = "elicitation/create";

    private final Sealer sealer;
    private final Clocks clocks;

    HeldCalls(Sealer sealer, Clocks clocks) {
        this.sealer = sealer;
        this.clocks = clocks;
    }

    /** The link for a client that can show it; empty when it cannot, or has just said that it will not. */
    Optional<Verdict> asked(Itinerary trip, Refusal refusal) {
        boolean shows = trip.asking() == Exchange.Asking.BY_RETRY
                && trip.request().meta().capabilities().elicitationUrl()
                && !isDeclined(trip.request());
        return refusal.pending()
                .filter(_ -> shows)
                .map(pending -> new Verdict("refused_" + refusal.word(), required(trip, refusal, pending)));
    }

    private Reply required(Itinerary trip, Refusal refusal, PendingApproval pending) {
        Json params = Json.object()
                .put("mode", "url")
                .put("message", Wording.held(refusal.reason(), pending))
                .put("url", pending.url())
                .build();
        return Questions.required(List.of(new InputRequest(KEY, ELICITATION, params)), seal(trip, pending));
    }

    private String seal(Itinerary trip, PendingApproval pending) {
        Json state = Json.object()
                .put("approval", pending.id())
                .put("until", pending.until().getEpochSecond())
                .put("bound", RequestStates.binding(trip.admitted(), trip.request()))
                .build();
        return sealer.seal(PURPOSE, state.bytes());
    }

    /** Whether the state is of a held call of this very caller, place and request, and not too old. */
    boolean isHeld(String sealed, Admission.Admitted admitted, McpRequest.Targeted request) {
        return sealer.open(PURPOSE, sealed)
                .flatMap(HeldCalls::read)
                .filter(state -> state.text("bound").equals(Optional.of(RequestStates.binding(admitted, request))))
                .flatMap(state -> state.member("until"))
                .map(until -> Instant.ofEpochSecond(until.integer().orElse(0)))
                .filter(until -> clocks.now().isBefore(until))
                .isPresent();
    }

    /** What the client answered to anything but our own question. */
    static Map<String, Json> others(Map<String, Json> responses) {
        Map<String, Json> others = new HashMap<>(responses);
        others.remove(KEY);
        return others;
    }

    /** Who would not open the page is not shown it again and again. */
    private static boolean isDeclined(McpRequest.Targeted request) {
        return Optional.ofNullable(request.retry().responses().get(KEY))
                .flatMap(response -> response.text("action"))
                .filter(action -> !action.equals("accept"))
                .isPresent();
    }

    private static Optional<Json> read(byte[] plain) {
        try {
            return Optional.of(Json.read(plain));
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }
}
