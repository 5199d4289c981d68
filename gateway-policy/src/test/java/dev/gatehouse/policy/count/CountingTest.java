package dev.gatehouse.policy.count;

import static dev.gatehouse.policy.count.Callers.ALICE;
import static dev.gatehouse.policy.count.Callers.BOB;
import static dev.gatehouse.policy.count.Callers.BOT;
import static dev.gatehouse.policy.count.Callers.calling;
import static dev.gatehouse.policy.count.Callers.facts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.Operation.Verb;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountingTest {
    private static final Map<String, Principal> WHO =
            Map.of("alice", ALICE, "bob", BOB, "bot", BOT, "nobody", Principal.ANONYMOUS);

    @ParameterizedTest
    @CsvSource({
        // by, who, what is counted
        "PRINCIPAL, alice, USER|4|okta|alice",
        "PRINCIPAL, bot, AGENT|4|okta|bot",
        "PRINCIPAL, nobody, ANONYMOUS|9|gatehouse|anonymous",
        "AGENT, bot, bot",
        "AGENT, alice, ''",
        "AGENT, nobody, ''",
        "USER, alice, USER|4|okta|alice",
        "USER, bot, ''",
        "USER, nobody, ''",
        "GROUP, alice, okta/sales okta/staff",
        "GROUP, bob, ''",
        "BUNDLE, nobody, b",
        "TOOL, alice, TOOL|files/read",
        "UPSTREAM, alice, files",
    })
    void a_call_counts_against(CountedBy by, String who, String expected) {
        Counting counting = counting(by, Actors.THEMSELVES);
        assertThat(keys(counting, WHO.get(who)))
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected.split(" ")));
    }

    @Test
    void an_agent_that_acts_for_a_person_is_counted_as_that_agent() {
        Actors actors = _ -> Optional.of(new AgentName("release-bot"));
        assertThat(keys(counting(CountedBy.AGENT, actors), ALICE)).containsExactly("release-bot");
    }

    @Test
    void another_client_is_no_other_caller() {
        Principal phone = Callers.caller(Principal.Kind.USER, "alice", "phone");
        Counting counting = counting(CountedBy.PRINCIPAL, Actors.THEMSELVES);
        assertThat(keys(counting, phone)).isEqualTo(keys(counting, ALICE));
    }

    @Test
    void every_uri_of_a_template_is_one_tool() {
        Definition template = new Definition(Primitive.TEMPLATE, "log://{day}", Json.EMPTY_OBJECT);
        CallFacts facts = facts("c", ALICE);
        CallFacts ofTemplate = new CallFacts(
                facts.call(), 0, facts.bundle(), facts.server(), template, ALICE, facts.receivedAt(), facts.deadline());
        Counting counting = counting(CountedBy.TOOL, Actors.THEMSELVES);
        assertThat(counting.of(ofTemplate, Callers.operation(Verb.READ, Primitive.RESOURCE, "u", "log://1")))
                .isEqualTo(counting.of(ofTemplate, Callers.operation(Verb.READ, Primitive.RESOURCE, "u", "log://2")));
    }

    private static Counting counting(CountedBy by, Actors actors) {
        return new Counting(by, List.of("okta/staff", "okta/sales", "okta/board", "okta/staff"), actors);
    }

    private static List<String> keys(Counting counting, Principal who) {
        return counting.of(facts("c", who), calling("files", "read")).stream()
                .map(Counted::key)
                .toList();
    }
}
