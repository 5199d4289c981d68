package dev.gatehouse.core.call;

import dev.gatehouse.core.audit.AuditEvent.Outcome;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.policy.ChargingStage.Settlement;
import dev.gatehouse.core.policy.Finding;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Operation.Verb;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.Notice;
import dev.gatehouse.core.upstream.Outbound;
import dev.gatehouse.core.upstream.Screen;
import dev.gatehouse.core.upstream.UpstreamReply;
import java.util.List;
import java.util.Optional;

/**
 * What clients are told of tasks (extension {@code io.modelcontextprotocol/tasks}). What a task holds is screened as if
 * it had come at once: its result as the tool's, its error as an error, its questions as questions.
 */
final class TaskEndings {
    private static final String STATUS_MESSAGE = "statusMessage";

    private final Route route;
    private final TaskIds ids;
    private final Screen screen;

    TaskEndings(Route route, TaskIds ids) {
        this.route = route;
        this.ids = ids;
        this.screen = route.bundle().screen();
    }

    /** The call became a task, which goes on upstream. */
    Ending begun(Itinerary trip, Permit permit, UpstreamReply.Task task) {
        if (task.id().length() > TaskIds.UPSTREAM_ID_CHARS_MAX) {
            String detail = "a task id of " + task.id().length() + " characters";
            var lost = new UpstreamReply.Lost(UpstreamReply.Cause.TOO_LARGE, true, detail);
            return Ending.of(lost, permit, screen);
        }
        var ours = new TaskIds.Task(trip.subject().call(), route.target(), task.id());
        Json told = told(permit, task.brief(), ids.seal(ours, trip.admitted()));
        return done(told, "became a task", List.of());
    }

    /** How a task stands. */
    Ending standing(Itinerary trip, Permit permit, UpstreamReply.Task task) {
        Json told = told(permit, task.brief(), trip.request().name());
        String status = told.text("status").orElse("");
        if (task.holds().isEmpty()) {
            return done(told, status, List.of());
        }
        return switch (task.holds().get()) {
            case Outbound.Result(UpstreamReply.Complete result) -> completed(permit, told, status, result);
            case Outbound.Errored(UpstreamReply.Errored error) -> failed(permit, told, status, error);
            case Outbound.Asked asked -> asking(permit, told, status, asked);
            case Outbound.Noticed _, Outbound.Listed _ -> throw new IllegalStateException("no task holds this");
        };
    }

    /** {@code tasks/update} and {@code tasks/cancel} are acknowledged, and say nothing else. */
    static Ending acknowledged() {
        return new Ending(
                Outcome.OK, "", Settlement.DONE, List.of(), Optional.empty(), new Reply.Complete(Json.EMPTY_OBJECT));
    }

    private Ending completed(Permit permit, Json told, String status, UpstreamReply.Complete result) {
        Json shown = route.view()
                .publicised(Verb.CALL, route.target().upstream(), permit.facts().principal(), result.result());
        Ending direct = Ending.of(new UpstreamReply.Complete(shown), Verb.CALL, permit, screen);
        if (direct.reply() instanceof Reply.Complete(Json left)) {
            return direct.replying(new Reply.Task(told.with("result", left))).prefixed(status);
        }
        throw new IllegalStateException("a tool's result always has a place for words");
    }

    private Ending failed(Permit permit, Json told, String status, UpstreamReply.Errored error) {
        Ending direct = Ending.of(error, permit, screen);
        if (direct.reply() instanceof Reply.UpstreamError left) {
            Json shown = Json.object()
                    .put("code", left.code())
                    .put("message", left.message())
                    .putJsonIf("data", left.data())
                    .build();
            return direct.replying(new Reply.Task(told.with("error", shown))).prefixed(status);
        }
        return direct.prefixed(status);
    }

    /** Whoever polls with less than the call declared learns what the questions need, and not the questions. */
    private Ending asking(Permit permit, Json told, String status, Outbound.Asked asked) {
        RequestMeta meta = permit.operation().meta();
        Optional<InputRequest> unanswerable = asked.requests().stream()
                .filter(request -> !meta.capabilities().answers(request.method(), request.params()))
                .findFirst();
        return unanswerable.isEmpty() ? asked(permit, told, status, asked) : undeclared(meta, unanswerable.get());
    }

    private static Ending undeclared(RequestMeta meta, InputRequest request) {
        ClientCapabilities needed = ClientCapabilities.neededFor(request.method(), request.params());
        Json data = Json.object()
                .put("requiredCapabilities", needed.declaredTo(meta.version()))
                .build();
        return new Ending(
                Outcome.OK,
                "asks for what was not declared",
                Settlement.DONE,
                List.of(),
                Optional.empty(),
                new Reply.Failed(FailureCode.MISSING_CAPABILITY, Wording.UNDECLARED, Optional.of(data)));
    }

    private Ending asked(Permit permit, Json told, String status, Outbound.Asked asked) {
        return switch (screen.screen(permit, asked)) {
            case Screen.Screened.Withheld withheld ->
                Ending.withheld(withheld, permit.operation().verb()).prefixed(status);
            case Screen.Screened.Passed(Outbound outbound, List<Finding> findings) -> {
                List<InputRequest> requests = Questions.of(route.target().upstream(), outbound);
                yield done(told.with("inputRequests", Questions.json(requests)), status, findings);
            }
        };
    }

    private static Ending done(Json told, String detail, List<Finding> findings) {
        return new Ending(Outcome.OK, detail, Settlement.DONE, findings, Optional.of(told), new Reply.Task(told));
    }

    /** Under the id the client knows, and with no more words than the screen lets through. */
    private Json told(Permit permit, Json brief, String id) {
        Json said = brief;
        if (brief.member(STATUS_MESSAGE).isPresent()) {
            said = screen.screen(permit, new Outbound.Noticed(new Notice("notifications/tasks", brief)))
                                    instanceof Screen.Screened.Passed passed
                            && passed.outbound() instanceof Outbound.Noticed(Notice left)
                    ? left.params()
                    : brief.without(STATUS_MESSAGE);
        }
        return said.with(Operation.TASK_ID, Json.of(id));
    }
}
