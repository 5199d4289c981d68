package dev.gatehouse.server.e2e;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.postgres.Connectable;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The official clients, from npm, against a running gateway with the official servers, from npm, behind it. */
class RealClientsTest {

    @TempDir
    static Path folder;

    private static Connectable database;
    private static RealServers servers;
    private static Path note;

    @BeforeAll
    static void start() throws Exception {
        database = TestDatabase.shared().freshDatabase();
        servers = RealServers.start(folder, database);
        note = Files.writeString(folder.toRealPath().resolve("shown/note.txt"), "read through the gateway");
    }

    @AfterAll
    static void stop() throws IOException {
        if (servers != null) {
            servers.close();
        }
    }

    @ParameterizedTest(name = "{0} in mode {1} speaks {2}")
    @CsvSource({
        "sdk1.mjs, http, 2025-11-25",
        "sdk2.mjs, auto, 2026-07-28",
        "sdk2.mjs, 2026-07-28, 2026-07-28",
        "sdk2.mjs, legacy, 2025-11-25"
    })
    void connects_lists_and_calls(String client, String mode, String version) throws Exception {
        Json seen = servers.run(client, mode, """
                [["demo_echo",{"message":"hi"}],
                 ["files_read_text_file",{"path":"%s"}],
                 ["every_echo",{"message":"over stdio"}],
                 ["web_get-sum",{"a":19,"b":23}],
                 ["files_write_file",{"path":"%s","content":"no"}],
                 ["demo_nowhere",{}]]
                """.formatted(note, note));
        assertThat(seen.text("version")).contains(version);
        assertThat(seen.member("tools").orElseThrow().toString())
                .contains("demo_echo", "files_read_text_file", "memory_read_graph", "every_echo", "web_get-sum")
                .doesNotContain("files_write_file");
        List<Json> results = seen.member("results").orElseThrow().elements();
        assertThat(results.get(0).toString()).contains("hi");
        assertThat(results.get(1).toString()).contains("read through the gateway");
        assertThat(results.get(2).toString()).contains("over stdio");
        assertThat(results.get(3).toString()).contains("42");
        assertThat(results.get(4).toString()).contains("Unknown tool");
        assertThat(results.get(5).toString()).contains("Unknown tool");
        assertThat(Files.readString(note)).isEqualTo("read through the gateway");
    }

    @Test
    void the_old_sdk_connects_lists_and_calls_over_sse() throws Exception {
        connects_lists_and_calls("sdk1.mjs", "sse", "2025-11-25");
    }

    @Test
    void an_agent_runs_to_its_end_over_streamable_http() throws Exception {
        anAgentRuns("http");
    }

    @Test
    void an_agent_runs_to_its_end_over_sse() throws Exception {
        anAgentRuns("sse");
    }

    /** One call of each server in a run of one agent; it knows names with letters, digits and underscores only. */
    private static void anAgentRuns(String mode) throws Exception {
        Json seen = servers.run("agent.mjs", mode, """
                [["files_read_text_file",{"path":"%s"}],
                 ["memory_create_entities",{"entities":
                   [{"name":"over %s","entityType":"test","observations":["remembered"]}]}],
                 ["memory_read_graph",{}],
                 ["every_echo",{"message":"over stdio"}],
                 ["web_get_sum",{"a":19,"b":23}]]
                """.formatted(note, mode));
        List<Json> shown = seen.member("shown").orElseThrow().elements();
        assertThat(shown)
                .as("turns of the model")
                .hasSize(6)
                .allSatisfy(tools -> assertThat(tools.toString())
                        .contains("files_read_text_file", "memory_read_graph", "every_echo", "web_get_sum")
                        .doesNotContain("files_write_file"));
        List<Json> results = seen.member("results").orElseThrow().elements();
        assertThat(results.get(0).toString()).contains("read through the gateway");
        assertThat(results.get(2).toString()).contains("over " + mode, "remembered");
        assertThat(results.get(3).toString()).contains("over stdio");
        assertThat(results.get(4).toString()).contains("42");
    }

    /** The everything server lists what asks only to clients that it can ask. */
    @ParameterizedTest(name = "{0} in mode {1}")
    @CsvSource({"sdk1.mjs, http", "sdk1.mjs, sse", "sdk2.mjs, 2026-07-28"})
    void who_can_be_asked_sees_more_tools_and_is_asked(String client, String mode) throws Exception {
        String asking = "every_trigger-elicitation-request";
        Json asked =
                servers.runUntil(asking, client, mode, "[[\"" + asking + "\",{}]]", "{\"elicitation\":{\"form\":{}}}");
        assertThat(ofEverything(asked)).hasSize(14);
        assertThat(asked.member("results").orElseThrow().toString())
                .contains("User provided the requested information", "[every] Please provide inputs");
        Json plain = servers.run(client, mode, "[[\"" + asking + "\",{}]]");
        assertThat(ofEverything(plain)).hasSize(13).doesNotContain(asking);
        assertThat(plain.member("results").orElseThrow().toString()).contains("Unknown tool");
    }

    @Test
    void a_held_call_is_told_with_its_page_and_answered_when_it_is_made_again_after_it_was_approved() throws Exception {
        String calls = "[[\"demo_echo\",{\"message\":\"held " + UUID.randomUUID() + "\"}]]";
        String held = result(servers.run("sdk2.mjs", "2026-07-28", calls));
        Matcher page = Pattern.compile("/approvals/([0-9a-f]{16})").matcher(held);
        assertThat(page.find()).as(held).isTrue();
        assertThat(held).contains("waits for an approval", "It matters.").doesNotContain("thrown");
        assertThat(servers.gateway
                        .admin("POST", "/api/v1/approvals/" + page.group(1) + "/approve", "{}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(result(servers.run("sdk2.mjs", "2026-07-28", calls)))
                .contains("held ")
                .doesNotContain("isError\":true", "waits for");
    }

    private static String result(Json seen) {
        return seen.member("results").orElseThrow().elements().getFirst().toString();
    }

    private static List<String> ofEverything(Json seen) {
        return seen.member("tools").orElseThrow().elements().stream()
                .flatMap(name -> name.string().stream())
                .filter(name -> name.startsWith("every_"))
                .toList();
    }

    @Test
    void every_call_of_a_real_client_is_in_the_trail() throws Exception {
        AuditRows rows = new AuditRows(database);
        servers.run("sdk2.mjs", "auto", "[[\"demo_add\",{\"a\":1,\"b\":2}],[\"demo_forget_everything\",{}]]");
        assertThat(rows.await("tool = 'demo_add' and type = 'call_attempted'", count -> count >= 1, WAIT_MAX))
                .isGreaterThanOrEqualTo(1);
        assertThat(rows.await(
                        "tool = 'demo_forget_everything' and type = 'call_refused'", count -> count >= 1, WAIT_MAX))
                .isEqualTo(1);
    }
}
