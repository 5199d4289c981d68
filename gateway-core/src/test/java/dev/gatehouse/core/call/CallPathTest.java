package dev.gatehouse.core.call;

import static dev.gatehouse.core.call.Street.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.LogLevel;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.Retry;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.upstream.Notice;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallPathTest {
    private static final RequestMeta META = RequestMeta.of(ProtocolVersion.LATEST);
    private static final Json RESULT = json("{'x':1}");

    private final Street street = new Street();
    private final TestExchange exchange = new TestExchange(Exchange.Asking.NEVER);

    @Test
    void prompts_resources_and_completions_go_where_tools_go() {
        assertThat(done(new McpRequest.PromptGet("p", RESULT, Retry.NONE, META)))
                .isEqualTo(new Reply.Complete(RESULT));
        assertThat(done(new McpRequest.ResourceRead("r:///1", Retry.NONE, META)))
                .isEqualTo(new Reply.Complete(RESULT));
        assertThat(done(new McpRequest.Complete(Primitive.PROMPT, "p", RESULT, META)))
                .isEqualTo(new Reply.Complete(RESULT));
        assertThat(street.upstream.sent)
                .extracting(Operation::verb)
                .containsExactly(Operation.Verb.GET, Operation.Verb.READ, Operation.Verb.COMPLETE);
        assertThat(street.trail()).hasSize(6).allMatch(event -> event.startsWith("intent") || event.endsWith(" OK"));
    }

    @Test
    void what_does_not_exist_is_told_in_the_words_of_its_kind() {
        Json uri = json("{'uri':'nowhere:/'}");
        assertThat(street.handle(new McpRequest.ResourceRead("nowhere:/", Retry.NONE, META), exchange))
                .isEqualTo(new Reply.Failed(FailureCode.RESOURCE_NOT_FOUND, "Resource not found", Optional.of(uri)));
        assertThat(street.handle(new McpRequest.PromptGet("q", RESULT, Retry.NONE, META), exchange))
                .isEqualTo(new Reply.Failed(FailureCode.INVALID_PARAMS, "Unknown prompt"));
        assertThat(street.handle("mallory", new McpRequest.PromptGet("p", RESULT, Retry.NONE, META), exchange))
                .isEqualTo(new Reply.Failed(FailureCode.INVALID_PARAMS, "Unknown prompt"));
    }

    @Test
    void whoever_loses_access_loses_the_calls_under_way_and_nobody_elses() {
        street.upstream.script.add(new UpstreamEvent.Done(
                new UpstreamReply.Lost(UpstreamReply.Cause.CANCELLED, true, "cancelled: revoked")));
        street.upstream.meanwhile = () -> {
            street.path.evict((principal, _) -> !principal.subject().equals("mallory"));
            street.path.evict((principal, _) -> !principal.subject().equals("alice"));
        };

        street.handle(Street.call(Retry.NONE), exchange);
        street.upstream.meanwhile.run();

        assertThat(street.upstream.told).filteredOn("cancel REVOKED"::equals).hasSize(1);
        assertThat(street.trail().getLast()).isEqualTo("outcome 0 CANCELLED cancelled, sent: cancelled: revoked");
    }

    @Test
    void a_denial_is_a_result_where_a_result_can_say_it_and_an_error_elsewhere() {
        street.stages.add(new Deny());
        assertThat(street.handle(Street.call(Retry.NONE), exchange))
                .isEqualTo(Reply.Complete.toolError("Denied by policy: no"));
        assertThat(street.handle(new McpRequest.ResourceRead("r:///1", Retry.NONE, META), exchange))
                .isEqualTo(new Reply.Failed(FailureCode.DENIED, "Denied by policy: no"));
        assertThat(street.upstream.sent).isEmpty();
    }

    @Test
    void a_subscription_is_given_back_once() {
        Reply reply = done(new McpRequest.Subscribe("r:///1", META));
        var watched = ((Reply.Subscribed) reply).watched();
        assertThat(watched.upstreamName()).isEqualTo("r:///1");
        watched.release().run();
        watched.release().run();
        assertThat(street.upstream.told).containsOnlyOnce("unsubscribe r:///1");
        street.handle(new McpRequest.Unsubscribe("r:///1", META), exchange);
        assertThat(street.trail()).last().isEqualTo("unsubscribed r:///1");
    }

    @Test
    void a_stream_watches_what_may_be_watched_and_says_what_that_is() {
        street.upstream.script.add(new UpstreamEvent.Done(new UpstreamReply.Complete(RESULT)));
        var listen = new McpRequest.Listen(
                Set.of(Primitive.TOOL, Primitive.RESOURCE), List.of("r:///1", "nowhere:/"), List.of(), META);
        Reply.Listening listening = (Reply.Listening) street.handle(listen, exchange);
        assertThat(listening.lists()).containsExactlyInAnyOrder(Primitive.TOOL, Primitive.RESOURCE);
        assertThat(listening.watched()).hasSize(1);
        assertThat(street.trail())
                .containsExactly(
                        "intent 0 {}", "outcome 0 OK", "refused 0 unknown: unknown or hidden name", "listening 1");
    }

    @Test
    void a_list_beyond_a_page_goes_on_with_a_cursor_of_its_own() {
        for (int i = 0; i < 12; i++) {
            street.publish(Primitive.TOOL, "n" + i + "x".repeat(200_000));
        }
        Reply.Listed first = list(Optional.empty());
        String cursor = first.nextCursor().orElseThrow();
        Reply.Listed last = list(first.nextCursor());
        while (last.nextCursor().isPresent()) {
            last = list(last.nextCursor());
        }
        assertThat(last.page().result().member("tools").orElseThrow().elements())
                .isNotEmpty();
        assertBadCursor("alice", Primitive.TOOL, cursor + "x");
        assertBadCursor("bob", Primitive.TOOL, cursor);
        assertBadCursor("alice", Primitive.PROMPT, cursor);
        assertBadCursor("alice", Primitive.TOOL, "");
        street.publish(Primitive.TOOL, "new");
        assertBadCursor("alice", Primitive.TOOL, cursor);
    }

    @Test
    void a_fingerprint_changes_with_the_list_of_who_asks() {
        long tools = street.path.fingerprint(street.admitted("alice"), ClientCapabilities.NONE, Primitive.TOOL);
        long resources = street.path.fingerprint(street.admitted("alice"), ClientCapabilities.NONE, Primitive.RESOURCE);
        street.publish(Primitive.TEMPLATE, "r:///{n}");
        assertThat(street.path.fingerprint(street.admitted("alice"), ClientCapabilities.NONE, Primitive.TOOL))
                .isEqualTo(tools);
        assertThat(street.path.fingerprint(street.admitted("alice"), ClientCapabilities.NONE, Primitive.RESOURCE))
                .isNotEqualTo(resources);
    }

    @Test
    void what_only_some_clients_are_shown_is_unknown_to_the_others() {
        ClientCapabilities roots = ClientCapabilities.of(json("{'roots':{}}"));
        long before = street.path.fingerprint(street.admitted("alice"), roots, Primitive.PROMPT);
        long everybodys = street.path.fingerprint(street.admitted("alice"), ClientCapabilities.NONE, Primitive.PROMPT);
        street.publishTo(roots, Primitive.PROMPT, "rooted");
        assertThat(street.handle(new McpRequest.PromptGet("rooted", RESULT, Retry.NONE, META), exchange))
                .isEqualTo(new Reply.Failed(FailureCode.INVALID_PARAMS, "Unknown prompt"));
        assertThat(street.upstream.sent).isEmpty();
        assertThat(done(new McpRequest.PromptGet("rooted", RESULT, Retry.NONE, META.with(roots))))
                .isEqualTo(new Reply.Complete(RESULT));
        assertThat(street.path.fingerprint(street.admitted("alice"), ClientCapabilities.NONE, Primitive.PROMPT))
                .isEqualTo(everybodys);
        assertThat(street.path.fingerprint(street.admitted("alice"), roots, Primitive.PROMPT))
                .isNotEqualTo(before);
    }

    @Test
    void progress_is_told_under_the_client_s_token_as_long_as_it_grows() {
        notice("notifications/progress", "{'progressToken':'up','progress':1}");
        notice("notifications/progress", "{'progressToken':'up','progress':1}");
        notice("notifications/progress", "{'progressToken':'up','progress':0.5}");
        notice("notifications/progress", "{'progressToken':'up','progress':'2'}");
        notice("notifications/progress", "{'progressToken':'up','progress':2.5,'total':3}");
        done(call(Optional.of(Json.of(7)), Optional.empty()));
        assertThat(exchange.notices)
                .extracting(Notice::params)
                .containsExactly(
                        json("{'progressToken':7,'progress':1}"), json("{'progressToken':7,'progress':2.5,'total':3}"));
    }

    @Test
    void log_messages_are_told_from_the_level_that_was_asked_for() {
        notice("notifications/message", "{'level':'info','data':1}");
        notice("notifications/message", "{'level':'error','logger':'db','data':2}");
        notice("notifications/message", "{'level':'warning','data':3}");
        notice("notifications/message", "{'level':'loud','data':4}");
        notice("notifications/tools/list_changed", "{}");
        done(call(Optional.empty(), Optional.of(LogLevel.WARNING)));
        assertThat(exchange.notices)
                .extracting(Notice::params)
                .containsExactly(
                        json("{'level':'error','logger':'up/db','data':2}"),
                        json("{'level':'warning','data':3,'logger':'up'}"));
    }

    @Test
    void who_asked_for_nothing_hears_nothing() {
        notice("notifications/progress", "{'progressToken':'up','progress':1}");
        notice("notifications/message", "{'level':'emergency','data':1}");
        done(call(Optional.empty(), Optional.empty()));
        assertThat(exchange.notices).isEmpty();
    }

    private static McpRequest.ToolCall call(Optional<Json> token, Optional<LogLevel> level) {
        var meta = new RequestMeta(
                Optional.empty(),
                ProtocolVersion.LATEST,
                Optional.empty(),
                ClientCapabilities.NONE,
                Optional.empty(),
                token,
                level,
                Json.EMPTY_OBJECT);
        return new McpRequest.ToolCall("t", Json.EMPTY_OBJECT, Retry.NONE, meta);
    }

    private void notice(String method, String params) {
        street.upstream.script.add(new UpstreamEvent.Noticed(new Notice(method, json(params))));
    }

    private Reply done(McpRequest request) {
        street.upstream.script.add(new UpstreamEvent.Done(new UpstreamReply.Complete(RESULT)));
        return street.handle(request, exchange);
    }

    private Reply.Listed list(Optional<String> cursor) {
        return (Reply.Listed) street.handle(new McpRequest.PrimitiveList(Primitive.TOOL, cursor, META), exchange);
    }

    private void assertBadCursor(String who, Primitive kind, String cursor) {
        assertThat(street.handle(who, new McpRequest.PrimitiveList(kind, Optional.of(cursor), META), exchange))
                .isEqualTo(new Reply.Failed(FailureCode.INVALID_PARAMS, Wording.UNKNOWN_CURSOR));
    }

    private record Deny() implements PolicyStage {
        @Override
        public StageId id() {
            return new StageId("deny");
        }

        @Override
        public Decision evaluate(CallFacts facts, Operation operation) {
            return new Decision.Deny("no");
        }
    }
}
