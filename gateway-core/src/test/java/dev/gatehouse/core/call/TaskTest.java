package dev.gatehouse.core.call;

import static dev.gatehouse.core.call.Street.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonPointer;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.Retry;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.ChargingStage;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Operation.Verb;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.revision.ResearchFacade;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.Outbound;
import dev.gatehouse.core.upstream.Screen;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tasks extension on the road: what a task is called, who may ask after it, and what they are told. */
class TaskTest {
    private static final RequestMeta META =
            RequestMeta.of(ProtocolVersion.LATEST).with(new ClientCapabilities(true, false, false, false, false, true));
    private static final InputRequest QUESTION = new InputRequest("k", "elicitation/create", json("{'message':'?'}"));
    private static final Json RESULT = json("{'content':[]}");
    private static final Json ANSWER = json("{'action':'accept'}");

    private final Street street = new Street();

    @BeforeEach
    void anUpstreamWithTasks() {
        street.capabilities = json("{'extensions':{'io.modelcontextprotocol/tasks':{}}}");
        street.catalogVersion++;
    }

    @Test
    void a_call_that_became_a_task_is_told_under_an_id_of_the_gateway_s_own() {
        Json task = begun();

        assertThat(task.text("status")).contains("working");
        assertThat(task.text("taskId").orElseThrow()).isNotEqualTo("theirs");
        assertThat(street.upstream.sent.getLast().meta().capabilities().tasks()).isTrue();
        assertThat(street.trail()).containsExactly("intent 0 {\"a\":1}", "outcome 0 OK became a task");
    }

    @Test
    void the_id_leads_to_the_upstream_s_task_and_to_its_tool() {
        String id = id(begun());
        script(standing("working"));

        Reply reply = get(id);

        assertThat(reply).isEqualTo(new Reply.Task(json("{'status':'working','taskId':'" + id + "'}")));
        Operation sent = street.upstream.sent.getLast();
        assertThat(sent.verb()).isEqualTo(Verb.GET_TASK);
        assertThat(sent.target().upstreamName()).isEqualTo("t");
        assertThat(sent.arguments()).isEqualTo(json("{'taskId':'theirs'}"));
        assertThat(sent.meta().capabilities()).isEqualTo(META.capabilities());
        assertThat(street.trail().get(2)).isEqualTo("intent 0 {\"taskId\":\"theirs\"}");
        assertThat(street.trail().get(3)).matches("outcome 0 OK task of call [0-9a-f]{28}: working");
    }

    @Test
    void an_id_is_good_for_nobody_else_and_not_when_altered() {
        String id = id(begun());
        int sent = street.upstream.sent.size();

        assertUnknown(street.handle("bob", new McpRequest.TaskGet(id, META), exchange()));
        assertUnknown(get(id + "x"));
        assertUnknown(get("theirs"));
        assertUnknown(street.handle("mallory", new McpRequest.TaskCancel(id, META), exchange()));
        assertThat(street.upstream.sent)
                .as("nothing of it reached the upstream")
                .hasSize(sent);
        assertThat(street.trail().subList(2, 6))
                .startsWith("refused 0 unknown: unknown or hidden name")
                .endsWith("refused 0 unknown: no bundle grants this server");
    }

    @Test
    void who_may_not_know_of_the_tool_any_more_knows_nothing_of_the_task() {
        String id = id(begun());
        street.entries.remove(Primitive.TOOL);
        street.catalogVersion++;

        assertUnknown(get(id));
    }

    @Test
    void where_no_upstream_has_tasks_their_methods_do_not_exist() {
        String id = id(begun());
        street.capabilities = Json.EMPTY_OBJECT;
        street.catalogVersion++;

        assertThat(get(id)).isEqualTo(new Reply.Failed(FailureCode.METHOD_NOT_FOUND, Wording.NO_SUCH_METHOD));
    }

    @Test
    void policy_judges_what_is_done_to_a_task_as_it_judges_the_tool() {
        String id = id(begun());
        street.stages.add(denying(operation -> operation.target().upstreamName().equals("t")));

        assertThat(get(id)).isEqualTo(new Reply.Failed(FailureCode.DENIED, "Denied by policy: no"));
        assertThat(street.trail()).last().isEqualTo("refused 0 denied: no");
    }

    @Test
    void what_is_done_to_a_task_belongs_to_the_call_that_began_it() {
        AtomicInteger begun = new AtomicInteger();
        street.charges.add(new ChargingStage() {
            @Override
            public StageId id() {
                return new StageId("budget");
            }

            @Override
            public Reservation reserve(CallFacts facts, Operation operation) {
                begun.addAndGet(ChargingStage.begins(facts, operation) ? 1 : 0);
                return Reservation.NOTHING;
            }
        });
        String id = id(begun());
        script(standing("working"));
        get(id);

        assertThat(begun).hasValue(1);
    }

    @Test
    void a_result_that_comes_later_is_screened_like_one_that_came_at_once() {
        String id = id(begun());
        street.screen = (_, outbound) -> outbound instanceof Outbound.Result
                ? new Screen.Screened.Withheld("a secret", List.of())
                : new Screen.Screened.Passed(outbound, List.of());
        script(standing("completed", new Outbound.Result(new UpstreamReply.Complete(RESULT))));

        Json result = task(get(id)).member("result").orElseThrow();

        assertThat(result.toString()).contains("Withheld by policy: a secret", "\"isError\":true");
        assertThat(street.trail()).last().asString().contains("WITHHELD", ": completed: a secret");
    }

    @Test
    void a_tool_error_and_an_error_are_recorded_as_what_they_are() {
        String id = id(begun());
        Json failed = json("{'content':[],'isError':true}");
        script(standing("completed", new Outbound.Result(new UpstreamReply.Complete(failed))));
        script(standing("failed", new Outbound.Errored(new UpstreamReply.Errored(-1, "broke", Optional.empty()))));

        assertThat(task(get(id)).member("result")).contains(failed);
        assertThat(street.trail()).last().asString().contains("TOOL_ERROR", ": completed");
        assertThat(task(get(id)).member("error")).contains(json("{'code':-1,'message':'broke'}"));
        assertThat(street.trail()).last().asString().contains("UPSTREAM_ERROR", ": failed: code -1");
    }

    @Test
    void a_withheld_error_is_told_as_such() {
        String id = id(begun());
        street.screen = withholding(Outbound.Errored.class);
        script(standing("failed", new Outbound.Errored(new UpstreamReply.Errored(-1, "broke", Optional.empty()))));

        assertThat(get(id)).isEqualTo(new Reply.Failed(FailureCode.DENIED, "Withheld by policy: no"));
    }

    @Test
    void the_questions_of_a_task_are_screened_and_answers_to_them_judged() {
        String id = id(begun());
        script(standing("input_required", new Outbound.Asked(List.of(QUESTION))));
        assertThat(task(get(id)).member("inputRequests"))
                .contains(json("{'k':{'method':'elicitation/create','params':{'message':'[up] ?'}}}"));
        script(new UpstreamReply.Complete(json("{'taskId':'theirs','status':'working'}")));

        Reply reply = street.handle(new McpRequest.TaskUpdate(id, Map.of("k", ANSWER), META), exchange());

        assertThat(reply).as("acknowledged, and nothing else").isEqualTo(new Reply.Complete(Json.EMPTY_OBJECT));
        assertThat(street.upstream.sent.getLast().answers()).isEqualTo(Map.of("k", ANSWER));
        street.stages.add(denying(operation -> !operation.answers().isEmpty()));
        assertThat(street.handle(new McpRequest.TaskUpdate(id, Map.of("k", ANSWER), META), exchange()))
                .isEqualTo(new Reply.Failed(FailureCode.DENIED, "Denied by policy: no"));
        street.screen = withholding(Outbound.Asked.class);
        script(standing("input_required", new Outbound.Asked(List.of(QUESTION))));
        assertThat(get(id)).isEqualTo(new Reply.Failed(FailureCode.DENIED, "Withheld by policy: no"));
    }

    @Test
    void who_cannot_be_asked_learns_what_the_questions_need() {
        String id = id(begun());
        var roots = new InputRequest("r", "roots/list", Json.EMPTY_OBJECT);
        script(standing("input_required", new Outbound.Asked(List.of(QUESTION, roots))));

        assertThat(get(id))
                .isEqualTo(new Reply.Failed(
                        FailureCode.MISSING_CAPABILITY,
                        Wording.UNDECLARED,
                        Optional.of(json("{'requiredCapabilities':{'roots':{}}}"))));
    }

    @Test
    void what_a_task_says_of_itself_is_screened_too() {
        street.screen = withholding(Outbound.Noticed.class);
        script(new UpstreamReply.Task("theirs", json("{'status':'working','statusMessage':'psst'}"), Optional.empty()));

        assertThat(task(street.handle(call(META), exchange())).member("statusMessage"))
                .isEmpty();
    }

    @Test
    void a_task_is_cancelled_upstream_and_the_request_is_acknowledged() {
        String id = id(begun());
        script(new UpstreamReply.Complete(RESULT));

        assertThat(street.handle(new McpRequest.TaskCancel(id, META), exchange()))
                .isEqualTo(new Reply.Complete(Json.EMPTY_OBJECT));
        assertThat(street.upstream.sent.getLast().verb()).isEqualTo(Verb.CANCEL_TASK);
    }

    @Test
    void a_stream_tells_of_tasks_of_its_own_client_only() {
        String id = id(begun());
        script(new UpstreamReply.Complete(Json.EMPTY_OBJECT));
        var listen = new McpRequest.Listen(Set.of(), List.of(), List.of(id, "forged"), META);

        Reply.Listening hers = (Reply.Listening) street.handle(listen, exchange());
        Reply.Listening his = (Reply.Listening) street.handle("bob", listen, exchange());

        assertThat(hers.tasks()).singleElement().satisfies(watched -> {
            assertThat(watched.publicName()).isEqualTo(id);
            assertThat(watched.upstreamName()).isEqualTo("theirs");
        });
        assertThat(his.tasks()).isEmpty();
        hers.release();
        hers.release();
        assertThat(street.upstream.told).filteredOn("unwatch theirs"::equals).hasSize(1);
    }

    @Test
    void an_upstream_that_tells_nothing_of_a_task_is_not_promised_to() {
        String id = id(begun());
        script(new UpstreamReply.Errored(-32601, "Method not found", Optional.empty()));

        Reply reply = street.handle(new McpRequest.Listen(Set.of(), List.of(), List.of(id), META), exchange());

        assertThat(((Reply.Listening) reply).tasks()).isEmpty();
    }

    @Test
    void a_task_for_somebody_who_declared_none_is_no_answer() {
        RequestMeta plain = RequestMeta.of(ProtocolVersion.LATEST);
        script(standing("working"), standing("working"));

        assertThat(street.handle(call(plain), exchange()).toString()).contains("not valid MCP");
        assertThat(street.handle(new McpRequest.PromptGet("p", Json.EMPTY_OBJECT, Retry.NONE, META), exchange()))
                .isInstanceOfSatisfying(
                        Reply.Failed.class, failed -> assertThat(failed.code()).isEqualTo(FailureCode.UPSTREAM_LOST));
        assertThat(street.upstream.sent)
                .allMatch(operation -> !operation.meta().capabilities().tasks());
        assertThat(street.trail())
                .filteredOn(line -> line.contains("LOST malformed"))
                .hasSize(2);
    }

    @Test
    void a_tool_behind_another_face_is_offered_no_task() {
        var at = JsonPointer.parse("/x");
        var places = new ResearchFacade.Places(at, at, at);
        var search = new ResearchFacade.Search(Street.UP, "t", "q", at, places);
        street.facade = new ResearchFacade(Optional.of(search), Optional.empty());
        script(new UpstreamReply.Complete(RESULT));

        street.handle(new McpRequest.ToolCall("search", json("{'query':'x'}"), Retry.NONE, META), exchange());

        assertThat(street.upstream.sent.getLast().meta().capabilities().tasks()).isFalse();
    }

    @Test
    void an_id_too_long_to_travel_is_not_given() {
        String huge = "x".repeat(TaskIds.UPSTREAM_ID_CHARS_MAX + 1);
        script(new UpstreamReply.Task(huge, json("{'status':'working'}"), Optional.empty()));

        assertThat(street.handle(call(META), exchange()).toString())
                .contains("too large")
                .doesNotContain("xxx");
    }

    @Test
    void an_upstream_that_forgot_the_task_or_is_gone_says_so() {
        String id = id(begun());
        script(
                new UpstreamReply.Errored(-32602, "Task has expired", Optional.empty()),
                new UpstreamReply.Lost(UpstreamReply.Cause.UNAVAILABLE, false, "down"),
                new UpstreamReply.Complete(RESULT));

        assertThat(get(id)).isEqualTo(new Reply.UpstreamError(-32602, "Task has expired", Optional.empty()));
        assertThat(get(id))
                .isEqualTo(
                        new Reply.Failed(FailureCode.UPSTREAM_LOST, "The server cannot be reached. It was not done."));
        assertThat(get(id)).as("a result where a task was asked for").isInstanceOf(Reply.Failed.class);
    }

    private Json begun() {
        script(standing("working"));
        return task(street.handle(call(META), exchange()));
    }

    private static McpRequest.ToolCall call(RequestMeta meta) {
        return new McpRequest.ToolCall("t", json("{'a':1}"), Retry.NONE, meta);
    }

    private Reply get(String id) {
        return street.handle(new McpRequest.TaskGet(id, META), exchange());
    }

    private static Json task(Reply reply) {
        assertThat(reply).isInstanceOf(Reply.Task.class);
        return ((Reply.Task) reply).task();
    }

    private static String id(Json task) {
        return task.text("taskId").orElseThrow();
    }

    private static UpstreamReply standing(String status) {
        return new UpstreamReply.Task("theirs", json("{'status':'" + status + "'}"), Optional.empty());
    }

    private static UpstreamReply standing(String status, Outbound holds) {
        return new UpstreamReply.Task("theirs", json("{'status':'" + status + "'}"), Optional.of(holds));
    }

    private void script(UpstreamReply... replies) {
        for (UpstreamReply reply : replies) {
            street.upstream.script.add(new UpstreamEvent.Done(reply));
        }
    }

    private static TestExchange exchange() {
        return new TestExchange(Exchange.Asking.NEVER);
    }

    private static void assertUnknown(Reply reply) {
        assertThat(reply).isEqualTo(new Reply.Failed(FailureCode.INVALID_PARAMS, Wording.UNKNOWN_TASK));
    }

    private static Screen withholding(Class<? extends Outbound> kind) {
        return (_, outbound) -> kind.isInstance(outbound)
                ? new Screen.Screened.Withheld("no", List.of())
                : new Screen.Screened.Passed(outbound, List.of());
    }

    private static PolicyStage denying(Predicate<Operation> wrong) {
        return new PolicyStage() {
            @Override
            public StageId id() {
                return new StageId("no");
            }

            @Override
            public Decision evaluate(CallFacts facts, Operation operation) {
                return wrong.test(operation) ? new Decision.Deny("no") : Decision.ALLOW;
            }
        };
    }
}
