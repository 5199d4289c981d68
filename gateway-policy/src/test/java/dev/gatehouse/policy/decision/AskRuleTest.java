package dev.gatehouse.policy.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonPointer;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Finding;
import dev.gatehouse.core.policy.Glob;
import dev.gatehouse.core.policy.ListEntry;
import dev.gatehouse.core.policy.ListFacts;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.Showing;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.policy.rules.SelectedStage;
import dev.gatehouse.policy.rules.Selection;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AskRuleTest {
    private static final Target TOOL = new Target(Primitive.TOOL, "gh_merge", new UpstreamId("gh"), "merge");

    private final List<String> asked = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "200 | {\"result\":true}                                          | allow",
                "200 | {\"result\":{\"allow\":true,\"reason\":\"x\"}}             | allow",
                "200 | {\"result\":false}                                         | No.",
                "200 | {\"result\":{\"allow\":false}}                             | No.",
                "200 | {\"result\":{\"allow\":false,\"reason\":\"Not\\u001b you.\"}} | Not  you.",
                "200 | {}                                                         | could not be found out (no result)",
                "200 | {\"result\":null}                                          | could not be found out (neither",
                "200 | {\"result\":\"true\"}                                      | could not be found out (neither",
                "200 | {\"result\":{\"allow\":1}}                                 | could not be found out (neither",
                "200 | {\"result\":true,\"result\":false}                         | could not be found out (no JSON)",
                "200 | nonsense                                                   | could not be found out (no JSON)",
                "500 | {\"result\":true}                                          | could not be found out (status 500)",
                "302 | {\"result\":true}                                          | could not be found out (status 302)",
            })
    void only_a_clear_yes_allows(int status, String body, String told) {
        Decision decision = evaluate(answering(status, body), Duration.ZERO, "{}");
        if (told.equals("allow")) {
            assertThat(decision).isEqualTo(Decision.ALLOW);
        } else {
            assertThat(decision).isInstanceOf(Decision.Deny.class);
            assertThat(decision.reason()).contains(told);
        }
    }

    @Test
    void no_answer_denies_without_saying_where_was_asked() {
        Decisions decisions = new Decisions(
                (url, _, _, _) -> {
                    throw new IOException("refused by " + url);
                },
                Clocks.SYSTEM);
        assertThat(evaluate(decisions, Duration.ofMinutes(1), "{}").reason())
                .contains("no answer in time")
                .doesNotContain("opa.internal");
    }

    @Test
    void the_question_has_the_shape_that_open_policy_agent_expects() throws JsonSyntaxException {
        var _ = evaluate(answering(200, "{\"result\":true}"), Duration.ZERO, "{\"n\":1}");
        Json question = Json.read(asked.getFirst());
        assertThat(question.at(JsonPointer.parse("/input/arguments/n"))).contains(Json.of(1));
        assertThat(question.at(JsonPointer.parse("/input/name"))).contains(Json.of("gh_merge"));
        assertThat(question.at(JsonPointer.parse("/input/method"))).contains(Json.of("tools/call"));
        assertThat(question.at(JsonPointer.parse("/input/principal/kind"))).contains(Json.of("anonymous"));
    }

    @Test
    void a_clear_answer_counts_for_a_while_and_for_the_same_question() {
        Decisions decisions = answering(200, "{\"result\":false}");
        for (String arguments : List.of("{\"n\":1}", "{\"n\":1}", "{\"n\":2}")) {
            assertThat(evaluate(decisions, Duration.ofMinutes(1), arguments)).isEqualTo(new Decision.Deny("No."));
        }
        assertThat(asked).hasSize(2);
    }

    @Test
    void an_unclear_answer_is_asked_for_again() {
        Decisions decisions = answering(503, "");
        var _ = evaluate(decisions, Duration.ofMinutes(1), "{}");
        var _ = evaluate(decisions, Duration.ofMinutes(1), "{}");
        assertThat(asked).hasSize(2);
    }

    @Test
    void a_question_that_is_too_long_is_not_asked() {
        String long_ = "{\"n\":\"" + "x".repeat(Decisions.QUESTION_MAX_BYTES) + "\"}";
        assertThat(evaluate(answering(200, "{\"result\":true}"), Duration.ZERO, long_))
                .isInstanceOf(Decision.Deny.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void a_list_shows_what_was_clearly_allowed_and_tells_once_of_the_rest() throws JsonSyntaxException {
        Decisions decisions = new Decisions(
                (_, _, question, _) -> {
                    String text = new String(question, StandardCharsets.UTF_8);
                    synchronized (asked) {
                        asked.add(text);
                    }
                    if (text.contains("\"lost")) {
                        throw new IOException("away");
                    }
                    String allowed = text.contains("\"good") ? "true" : "false";
                    return new DecisionHttp.Reply(
                            200, ("{\"result\":" + allowed + "}").getBytes(StandardCharsets.UTF_8));
                },
                Clocks.SYSTEM);
        List<ListEntry> entries = Stream.of("good0", "bad", "lost", "good1")
                .map(AskRuleTest::entry)
                .toList();
        AskRule rule = new AskRule(new StageId("p[0]"), point(Duration.ofMinutes(1)), decisions, true, "No.");
        Showing showing = rule.showing(LIST, entries);
        assertThat(showing.shown().stream()).containsExactly(0, 3);
        assertThat(showing.findings()).hasSize(1);
        assertThat(showing.findings().getFirst().reason()).isEqualTo("1 denied, 1 that could not be found out about");
        Json question = Json.read(asked.getFirst());
        assertThat(question.at(JsonPointer.parse("/input/method"))).contains(Json.of("tools/list"));
        assertThat(question.at(JsonPointer.parse("/input/arguments"))).isEmpty();
        assertThat(rule.showing(LIST, entries).shown().stream()).containsExactly(0, 3);
        assertThat(asked).as("clear answers are kept").hasSize(entries.size() + 1);
    }

    @Test
    void a_long_list_is_asked_about_some_at_a_time_and_none_is_lost() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Decisions decisions = new Decisions(
                (_, _, _, _) -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    LockSupport.parkNanos(1_000_000);
                    now.decrementAndGet();
                    return new DecisionHttp.Reply(200, "{\"result\":true}".getBytes(StandardCharsets.UTF_8));
                },
                Clocks.SYSTEM);
        AskRule rule = new AskRule(new StageId("p[0]"), point(Duration.ofMinutes(1)), decisions, true, "No.");
        List<ListEntry> entries =
                IntStream.range(0, 200).mapToObj(i -> entry("tool" + i)).toList();
        assertThat(rule.showing(LIST, entries).shown().cardinality()).isEqualTo(entries.size());
        assertThat(most.get()).isBetween(2, Decisions.LIST_QUESTIONS_AT_ONCE_MAX);
    }

    @Test
    void the_pipeline_asks_about_what_is_left_and_hides_all_when_asking_fails() {
        AskRule rule = new AskRule(
                new StageId("p[0]"), point(Duration.ofMinutes(1)), answering(200, "{\"result\":true}"), true, "No.");
        PolicyStage selected = new SelectedStage(
                rule, Selection.named(Optional.of(List.of(new Glob("good*"))), Optional.empty(), Optional.empty()));
        PolicyStage failing = new PolicyStage() {
            @Override
            public StageId id() {
                return new StageId("p[1]");
            }

            @Override
            public Decision evaluate(CallFacts facts, Operation operation) {
                return Decision.ALLOW;
            }

            @Override
            public boolean asksAboutLists() {
                return true;
            }
        };
        List<ListEntry> entries = List.of(entry("good"), entry("other"));
        assertThat(new PolicyPipeline(List.of(selected), List.of())
                        .showing(LIST, entries)
                        .shown()
                        .cardinality())
                .isEqualTo(2);
        assertThat(asked).as("only about what the rule selects").hasSize(1);
        Showing nothing = new PolicyPipeline(List.of(selected, failing), List.of()).showing(LIST, entries);
        assertThat(nothing.shown().isEmpty()).isTrue();
        assertThat(nothing.findings()).extracting(Finding::stage).containsExactly(failing.id());
    }

    private static final ListFacts LIST = new ListFacts(new BundleName("b"), new ServerName("s"), Principal.ANONYMOUS);

    private static ListEntry entry(String name) {
        Target target = new Target(Primitive.TOOL, name, new UpstreamId("gh"), name);
        return new ListEntry(target, Definition.tool(name, Json.EMPTY_OBJECT));
    }

    @Test
    void what_is_sent_along_is_not_shown() {
        assertThat(point(Duration.ZERO).toString()).doesNotContain("hunter2");
    }

    private Decisions answering(int status, String body) {
        return new Decisions(
                (_, headers, question, _) -> {
                    assertThat(headers).containsEntry("Authorization", "hunter2");
                    asked.add(new String(question, StandardCharsets.UTF_8));
                    return new DecisionHttp.Reply(status, body.getBytes(StandardCharsets.UTF_8));
                },
                Clocks.SYSTEM);
    }

    private static DecisionPoint point(Duration cache) {
        return new DecisionPoint(
                URI.create("http://opa.internal/v1/data/gatehouse/allow"),
                Map.of("Authorization", "hunter2"),
                Duration.ofMillis(200),
                cache);
    }

    private static Decision evaluate(Decisions decisions, Duration cache, String arguments) {
        CallFacts facts = new CallFacts(
                new CallId("0"),
                0,
                new BundleName("b"),
                new ServerName("s"),
                Definition.tool("merge", Json.EMPTY_OBJECT),
                Principal.ANONYMOUS,
                Instant.EPOCH,
                new Deadline(0));
        try {
            Operation operation = Operation.of(
                    Operation.Verb.CALL, TOOL, Json.read(arguments), RequestMeta.of(ProtocolVersion.LATEST));
            return new AskRule(new StageId("p[0]"), point(cache), decisions, false, "No.").evaluate(facts, operation);
        } catch (JsonSyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
