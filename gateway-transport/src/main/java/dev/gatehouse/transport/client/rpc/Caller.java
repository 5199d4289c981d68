package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.LogLevel;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.Notice;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * For whom a request is made: what they want to be told while it is under way, and what they can be asked.
 *
 * @param progressToken their own token, when they want to hear of progress
 * @param capabilities what was declared to the upstream on their behalf
 * @param logLevel from which level on they want log messages; none when empty
 * @param wanted what kind of result they asked for
 * @param answersByRetry whether they are asked by the end of a response, and so better all at once
 */
public record Caller(
        Optional<Json> progressToken,
        ClientCapabilities capabilities,
        Optional<LogLevel> logLevel,
        Wanted wanted,
        boolean answersByRetry) {
    /** The gateway itself wants to be told nothing and can be asked nothing. */
    public static final Caller GATEWAY =
            new Caller(Optional.empty(), ClientCapabilities.NONE, Optional.empty(), Wanted.RESULT, false);

    /** What may answer a request. */
    public enum Wanted {
        RESULT,
        /** A result, or a task in its place. */
        RESULT_OR_TASK,
        /** How a task stands. */
        TASK
    }

    private static final String TOKEN = "progressToken";

    public static Caller of(Operation operation, ClientCapabilities declared) {
        RequestMeta meta = operation.meta();
        Wanted wanted = switch (operation.verb()) {
            case GET_TASK -> Wanted.TASK;
            case CALL -> declared.tasks() ? Wanted.RESULT_OR_TASK : Wanted.RESULT;
            case GET, READ, COMPLETE, SUBSCRIBE, UPDATE_TASK, CANCEL_TASK, WATCH_TASK -> Wanted.RESULT;
        };
        return new Caller(
                meta.progressToken(),
                declared,
                meta.logLevel(),
                wanted,
                meta.version().isModern());
    }

    Caller withoutLogs() {
        return new Caller(progressToken, capabilities, Optional.empty(), wanted, answersByRetry);
    }

    public boolean canBeAsked(InputRequest request) {
        return capabilities.answers(request.method(), request.params());
    }

    /** What was told on the way to the answer of request {@code id}, as the caller asked to hear it. */
    public Optional<Notice> notice(long id, Incoming.Told told) {
        return switch (told.method()) {
            case "notifications/progress" -> progress(id, told.params());
            case "notifications/message" ->
                wants(told.params()) ? Optional.of(new Notice(told.method(), told.params())) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** Upstream the request's id is the token; the caller knows their own. */
    private Optional<Notice> progress(long id, Json params) {
        OptionalLong about = params.member(TOKEN).map(Json::integer).orElse(OptionalLong.empty());
        return about.equals(OptionalLong.of(id))
                ? progressToken.map(token -> new Notice("notifications/progress", params.with(TOKEN, token)))
                : Optional.empty();
    }

    private boolean wants(Json message) {
        Optional<LogLevel> level = message.text("level").flatMap(LogLevel::ofWireName);
        return logLevel.isPresent() && level.isPresent() && level.get().compareTo(logLevel.get()) >= 0;
    }
}
