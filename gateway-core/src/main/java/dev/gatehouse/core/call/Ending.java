package dev.gatehouse.core.call;

import dev.gatehouse.core.audit.AuditEvent.Outcome;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.policy.ChargingStage.Settlement;
import dev.gatehouse.core.policy.Finding;
import dev.gatehouse.core.policy.KillSwitch;
import dev.gatehouse.core.policy.Operation.Verb;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.Outbound;
import dev.gatehouse.core.upstream.Screen;
import dev.gatehouse.core.upstream.UpstreamReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a round ended: for the record, for the charging stages, and for the client. */
record Ending(
        Outcome outcome,
        String detail,
        Settlement settlement,
        List<Finding> findings,
        Optional<Json> recordable,
        Reply reply) {

    static Ending of(UpstreamReply upstream, Permit permit, Screen screen) {
        return of(upstream, permit.operation().verb(), permit, screen);
    }

    /** @param verb what the reply answers: a task is asked for what a call came to */
    static Ending of(UpstreamReply upstream, Verb verb, Permit permit, Screen screen) {
        return switch (upstream) {
            case UpstreamReply.Complete complete -> screened(new Outbound.Result(complete), verb, permit, screen);
            case UpstreamReply.Errored error -> screened(new Outbound.Errored(error), verb, permit, screen);
            case UpstreamReply.Lost lost -> lost(lost, verb, Wording.lost(lost));
            case UpstreamReply.Task _ -> throw new IllegalStateException("a task is screened by its parts");
        };
    }

    /** The type of the failure is recorded, its message is not: it may quote a payload. */
    static Ending failed(Throwable failure) {
        return new Ending(
                Outcome.FAILED,
                failure.getClass().getSimpleName(),
                Settlement.UNKNOWN,
                List.of(),
                Optional.empty(),
                new Reply.Failed(FailureCode.INTERNAL, Wording.FAILED));
    }

    /** The round ends with questions, kept as its result. */
    static Ending asked(List<InputRequest> requests, List<Finding> findings, String where, Reply reply) {
        return new Ending(
                        Outcome.ASKED,
                        where,
                        Settlement.SUSPENDED,
                        Questions.findings(requests),
                        Optional.of(Questions.json(requests)),
                        reply)
                .with(findings);
    }

    /** The same while the exchange goes on: this is told to nobody. */
    static Ending asked(List<InputRequest> requests, List<Finding> findings) {
        return asked(requests, findings, "inline", new Reply.Complete(Json.EMPTY_OBJECT));
    }

    static Ending lost(UpstreamReply.Lost lost, Verb verb, String told) {
        boolean cancelled = lost.cause() == UpstreamReply.Cause.CANCELLED;
        String detail = lost.cause().name().toLowerCase(Locale.ROOT) + (lost.sent() ? ", sent" : ", not sent") + ": "
                + lost.detail();
        return new Ending(
                cancelled ? Outcome.CANCELLED : Outcome.LOST,
                detail,
                lost.sent() ? Settlement.UNKNOWN : Settlement.NOT_SENT,
                List.of(),
                Optional.empty(),
                told(verb, FailureCode.UPSTREAM_LOST, told));
    }

    /** A switch that was thrown meanwhile ended it. */
    static Ending switchedOff(UpstreamReply.Lost lost, Verb verb, KillSwitch thrown) {
        return lost(lost, verb, Wording.switchedOff(thrown, lost.sent())).with(List.of(thrown.finding()));
    }

    /** What a tool's result can say is said there: a model can read it and do something else. */
    static Reply told(Verb verb, FailureCode code, String text) {
        return verb == Verb.CALL ? Reply.Complete.toolError(text) : new Reply.Failed(code, text);
    }

    Ending replying(Reply other) {
        return new Ending(outcome, detail, settlement, findings, recordable, other);
    }

    /** The same with something to be recorded before its own detail. */
    Ending prefixed(String word) {
        String both = detail.isEmpty() ? word : word + ": " + detail;
        return new Ending(outcome, both, settlement, findings, recordable, reply);
    }

    Ending with(List<Finding> earlier) {
        if (earlier.isEmpty()) {
            return this;
        }
        List<Finding> all = new ArrayList<>(earlier);
        all.addAll(findings);
        return new Ending(outcome, detail, settlement, all, recordable, reply);
    }

    Verdict verdict() {
        return new Verdict(outcome.name().toLowerCase(Locale.ROOT), reply);
    }

    private static Ending screened(Outbound outbound, Verb verb, Permit permit, Screen screen) {
        return switch (screen.screen(permit, outbound)) {
            case Screen.Screened.Withheld withheld -> withheld(withheld, verb);
            case Screen.Screened.Passed passed -> passed(outbound, passed, verb);
        };
    }

    private static Ending passed(Outbound before, Screen.Screened.Passed passed, Verb verb) {
        if (passed.outbound().getClass() != before.getClass()) {
            throw new IllegalStateException("a screen turned what it was given into something else");
        }
        return switch (passed.outbound()) {
            case Outbound.Result(UpstreamReply.Complete complete) ->
                completed(complete.result(), passed.findings(), verb);
            case Outbound.Errored(UpstreamReply.Errored error) -> errored(error, passed.findings());
            case Outbound.Asked _, Outbound.Noticed _, Outbound.Listed _ ->
                throw new IllegalStateException("no call ends with this");
        };
    }

    private static Ending completed(Json result, List<Finding> findings, Verb verb) {
        boolean isError = verb == Verb.CALL
                && result.member("isError").flatMap(Json::bool).orElse(false);
        return new Ending(
                isError ? Outcome.TOOL_ERROR : Outcome.OK,
                "",
                Settlement.DONE,
                findings,
                Optional.of(result),
                new Reply.Complete(result));
    }

    static Ending withheld(Screen.Screened.Withheld withheld, Verb verb) {
        return new Ending(
                Outcome.WITHHELD,
                withheld.reason(),
                Settlement.DONE,
                withheld.findings(),
                Optional.empty(),
                told(verb, FailureCode.DENIED, Wording.withheld(withheld.reason())));
    }

    private static Ending errored(UpstreamReply.Errored error, List<Finding> findings) {
        return new Ending(
                Outcome.UPSTREAM_ERROR,
                "code " + error.code(),
                Settlement.DONE,
                findings,
                Optional.empty(),
                new Reply.UpstreamError(error.code(), error.message(), error.data()));
    }
}
