package dev.gatehouse.core.call;

import dev.gatehouse.core.identity.Sealer;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.policy.Target;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The {@code requestState} that a client carries from one round to the next (2026-07-28 basic/patterns/mrtr): sealed, so
 * it can be neither read nor altered, and bound to who got it, where, and for which request.
 */
final class RequestStates {
    private static final String PURPOSE = "mcp-request-state";

    /**
     * A call between two rounds.
     *
     * @param round the number of the round that the state begins
     * @param upstreamState what the upstream gave to go on with; empty when the call is parked here
     * @param approved the rules that wanted an approval when the call began, and got one
     */
    record Suspended(
            CallId call,
            int round,
            Deadline until,
            UpstreamId upstream,
            String upstreamName,
            Optional<String> upstreamState,
            Set<StageId> approved) {

        /** A changed configuration may lead the same name elsewhere, where this state means nothing. */
        boolean leadsTo(Target target) {
            return upstream.equals(target.upstream()) && upstreamName.equals(target.upstreamName());
        }
    }

    private final Sealer sealer;
    private final CallIds ids;

    RequestStates(Sealer sealer, CallIds ids) {
        this.sealer = sealer;
        this.ids = ids;
    }

    String seal(Suspended suspended, Admission.Admitted admitted, McpRequest.Targeted request) {
        ObjectWriter state = Json.object()
                .put("call", suspended.call().value())
                .put("round", suspended.round())
                .put("until", suspended.until().nanoTime())
                .put("upstream", suspended.upstream().value())
                .put("name", suspended.upstreamName())
                .put("bound", binding(admitted, request))
                .putIf("state", suspended.upstreamState());
        if (!suspended.approved().isEmpty()) {
            state.put(
                    "approved",
                    Json.ofStrings(
                            suspended.approved().stream().map(StageId::value).toList()));
        }
        return sealer.seal(PURPOSE, state.build().bytes());
    }

    /**
     * Empty when the state is none of this process, or somebody else's, or for another request. What an earlier process
     * sealed counts for nothing: which of its rounds were begun is forgotten.
     */
    Optional<Suspended> open(String sealed, Admission.Admitted admitted, McpRequest.Targeted request) {
        return sealer.open(PURPOSE, sealed)
                .flatMap(RequestStates::read)
                .filter(state -> ids.isOurs(new CallId(state.text("call").orElse(""))))
                .filter(state -> state.text("bound").equals(Optional.of(binding(admitted, request))))
                .map(RequestStates::suspended);
    }

    private static Optional<Json> read(byte[] plain) {
        try {
            return Optional.of(Json.read(plain));
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }

    private static Suspended suspended(Json state) {
        return new Suspended(
                new CallId(text(state, "call")),
                Math.toIntExact(number(state, "round")),
                new Deadline(number(state, "until")),
                new UpstreamId(text(state, "upstream")),
                text(state, "name"),
                state.text("state"),
                approved(state));
    }

    private static Set<StageId> approved(Json state) {
        return state.member("approved").stream()
                .flatMap(rules -> rules.elements().stream())
                .map(rule -> new StageId(rule.string().orElseThrow(RequestStates::notOurs)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Everything that must be the same when a state comes back. */
    static String binding(Admission.Admitted admitted, McpRequest.Targeted request) {
        return Digests.of(
                admitted.principal().key(),
                admitted.server().name().value(),
                request.method(),
                request.name(),
                request.arguments().toString());
    }

    private static String text(Json state, String name) {
        return state.text(name).orElseThrow(RequestStates::notOurs);
    }

    private static long number(Json state, String name) {
        return state.member(name)
                .map(Json::integer)
                .filter(OptionalLong::isPresent)
                .orElseThrow(RequestStates::notOurs)
                .getAsLong();
    }

    /** The seal opened and the call is ours, so this process wrote it. */
    private static IllegalStateException notOurs() {
        return new IllegalStateException("a sealed state of another shape");
    }
}
