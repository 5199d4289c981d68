package dev.gatehouse.transport.client.rpc;

import static dev.gatehouse.transport.client.Permits.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.Outbound;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.transport.client.rpc.Caller.Wanted;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What upstreams say of tasks, right and wrong. */
class TasksTest {
    private static final String TIMES = "'createdAt':'2026-01-01T00:00:00Z','lastUpdatedAt':'2026-01-02T00:00:00Z'";
    private static final String BRIEF = "'taskId':'t','status':'%s'," + TIMES + ",'ttlMs':null";

    @Test
    void a_task_keeps_the_members_of_tasks_and_no_others() {
        UpstreamReply reply = read(
                "{'resultType':'task'," + BRIEF.formatted("working")
                        + ",'statusMessage':'a\\u001bb','pollIntervalMs':5,'result':{},'requestState':'s','_meta':{}}",
                Wanted.RESULT_OR_TASK);

        assertThat(reply)
                .isEqualTo(new UpstreamReply.Task(
                        "t",
                        json(("{'status':'working','statusMessage':'a\\\\u{1b}b'," + TIMES
                                        + ",'ttlMs':null,'pollIntervalMs':5}")
                                .replace('\'', '"')),
                        Optional.empty()));
    }

    @Test
    void what_a_task_came_to_is_read_by_its_status() {
        assertThat(holds("completed", "'result':{'content':[],'resultType':'complete','ttlMs':1}"))
                .isEqualTo(new Outbound.Result(new UpstreamReply.Complete(json("{\"content\":[]}"))));
        assertThat(holds("failed", "'error':{'code':-1,'message':'a\\u0007'}"))
                .isEqualTo(new Outbound.Errored(new UpstreamReply.Errored(-1, "a\\u{7}", Optional.empty())));
        assertThat(holds("input_required", "'inputRequests':{'k':{'method':'roots/list'}}"))
                .isEqualTo(new Outbound.Asked(List.of(new InputRequest("k", "roots/list", json("{}")))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'taskId':'t','status':'working'}",
                "{'taskId':7,'status':'working'," + TIMES + ",'ttlMs':null}",
                "{'taskId':'','status':'working'," + TIMES + ",'ttlMs':null}",
                "{'taskId':'t','status':'asleep'," + TIMES + ",'ttlMs':null}",
                "{'taskId':'t','status':'working'," + TIMES + "}",
                "{'taskId':'t','status':'working'," + TIMES + ",'ttlMs':-1}",
                "{'taskId':'t','status':'working'," + TIMES + ",'ttlMs':1.5}",
                "{'taskId':'t','status':'completed'," + TIMES + ",'ttlMs':1}",
                "{'taskId':'t','status':'completed'," + TIMES + ",'ttlMs':1,'result':[]}",
                "{'taskId':'t','status':'failed'," + TIMES + ",'ttlMs':1,'error':'bad'}",
                "{'taskId':'t','status':'input_required'," + TIMES + ",'ttlMs':1}",
                "{'taskId':'t','status':'input_required'," + TIMES + ",'ttlMs':1,'inputRequests':{}}",
                "{'taskId':'t','status':'input_required'," + TIMES
                        + ",'ttlMs':1,'inputRequests':{'k':{'method':'tools/list'}}}",
                "{'resultType':'task','taskId':'t','status':'working'," + TIMES + ",'ttlMs':1}"
            })
    void a_task_of_another_shape_is_no_answer(String result) {
        assertMalformed(read(result, Wanted.TASK));
    }

    @Test
    void a_task_nobody_declared_is_no_answer() {
        String task = "{'resultType':'task'," + BRIEF.formatted("working") + "}";

        assertMalformed(read(task, Wanted.RESULT));
        assertThat(read(task, Wanted.RESULT_OR_TASK)).isInstanceOf(UpstreamReply.Task.class);
    }

    private static Outbound holds(String status, String member) {
        UpstreamReply reply = read("{" + BRIEF.formatted(status) + "," + member + "}", Wanted.TASK);
        assertThat(reply).isInstanceOf(UpstreamReply.Task.class);
        return ((UpstreamReply.Task) reply).holds().orElseThrow();
    }

    private static UpstreamReply read(String result, Wanted wanted) {
        var caller = new Caller(Optional.empty(), ClientCapabilities.NONE, Optional.empty(), wanted, true);
        UpstreamEvent event =
                Results.read(json(result.replace('\'', '"')), caller).event();
        return ((UpstreamEvent.Done) event).reply();
    }

    private static void assertMalformed(UpstreamReply reply) {
        assertThat(reply)
                .isInstanceOfSatisfying(
                        UpstreamReply.Lost.class,
                        lost -> assertThat(lost.cause()).isEqualTo(UpstreamReply.Cause.MALFORMED));
    }
}
