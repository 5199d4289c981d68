package dev.gatehouse.policy.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.policy.schema.ArgumentRule;
import dev.gatehouse.policy.schema.ArgumentSchema;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EffectsTest {
    private static final StageId ID = new StageId("p[0]");
    private static final Target TOOL = new Target(Primitive.TOOL, "t", new UpstreamId("u"), "t");

    @ParameterizedTest
    @CsvSource({
        // hours, zone, moment, open
        "mon-fri 08:00-18:00, Europe/Berlin, 2026-11-23T07:00:00Z, true",
        "mon-fri 08:00-18:00, Europe/Berlin, 2026-11-23T06:59:59Z, false",
        "mon-fri 08:00-18:00, Europe/Berlin, 2026-11-23T16:59:59Z, true",
        "mon-fri 08:00-18:00, Europe/Berlin, 2026-11-23T17:00:00Z, false",
        "mon-fri 08:00-18:00, Europe/Berlin, 2026-07-20T06:00:00Z, true", // summer: an hour earlier
        "mon-fri 08:00-18:00, UTC, 2026-11-22T10:00:00Z, false", // a Sunday
        "sat-mon 00:00-24:00, UTC, 2026-11-22T23:59:59Z, true",
        "sat-mon 00:00-24:00, UTC, 2026-11-24T00:00:00Z, false",
        "fri 22:00-02:00, UTC, 2026-11-27T22:00:00Z, true",
        "fri 22:00-02:00, UTC, 2026-11-28T01:59:59Z, true",
        "fri 22:00-02:00, UTC, 2026-11-28T02:00:00Z, false",
        "fri 22:00-02:00, UTC, 2026-11-27T01:00:00Z, false", // Thursday's night
    })
    void hours_are_by_the_clock_on_the_wall(String hours, String zone, Instant at, boolean open) {
        HoursRule rule = new HoursRule(
                ID, ZoneId.of(zone), List.of(OpenHours.parse(hours).orElseThrow()), "Closed.");
        assertThat(rule.evaluate(at(at), Calls.operation(TOOL)))
                .isEqualTo(open ? Decision.ALLOW : new Decision.Deny("Closed."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "mon", "mon 8:00-9:00", "mon 25:00-26:00", "mon 24:00-25:00", "mon 09:00-09:00", "mon-mo 1"})
    void what_is_no_hours_is_refused(String text) {
        assertThat(OpenHours.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"a b, a b c, true", "a b, a, false", "a, '', false"})
    void a_token_needs_every_scope(String needed, String has, boolean allowed) {
        PolicyStage rule = new ScopeRule(ID, Set.of(needed.split(" ")), "More.");
        Principal principal =
                new Principal(Principal.Kind.USER, "i", "s", "c", Set.of(), Set.of(has.split(" ")), Instant.MAX);
        assertThat(rule.evaluate(of(principal), Calls.operation(TOOL)))
                .isEqualTo(allowed ? Decision.ALLOW : new Decision.RequireScope(Set.of(needed.split(" ")), "More."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"path\":\"/srv/a\"}                                | ",
                "{\"path\":\"/etc/topsecret\"}                        | No. (/path: pattern)",
                "{\"path\":5}                                         | No. (/path: type)",
                "{}                                                   | No. (the whole: required)",
                "{\"path\":\"/srv/a\",\"more\":{\"a\":\"topsecret\"}} | No. (the whole: additionalProperties)",
                "{\"path\":\"/srv/a\",\"list\":[1,\"topsecret\"]}     | No. (/list/1: type)",
            })
    void arguments_that_do_not_fit_are_denied_by_place_and_without_their_value(String arguments, String reason)
            throws JsonSyntaxException {
        Decision decision = rule("""
                {"type":"object","required":["path"],"additionalProperties":false,"properties":{
                 "path":{"type":"string","pattern":"^/srv/"},
                 "list":{"type":"array","items":{"$ref":"#/$defs/n"}}},
                 "$defs":{"n":{"type":"integer"}}}""").evaluate(Calls.facts(TOOL), operation(Json.read(arguments)));
        assertThat(decision).isEqualTo(reason == null ? Decision.ALLOW : new Decision.Deny(reason));
        assertThat(decision.reason()).doesNotContain("topsecret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"thing\"}",
                "{\"properties\":5}",
                "{\"$ref\":\"https://example.com/schema.json\"}",
                "{\"$ref\":\"#/$defs/missing\"}",
                "{\"properties\":{\"a\":{\"pattern\":\"(?=look)\"}}}",
                "{\"properties\":{\"a\":{\"pattern\":\"(\"}}}",
            })
    void what_is_no_schema_is_refused(String schema) throws JsonSyntaxException {
        assertThat(ArgumentSchema.compile(Json.read(schema))).isInstanceOf(ArgumentSchema.Compiled.Wrong.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 200_000})
    void a_pattern_that_others_choke_on_is_searched_in_linear_time(int length) throws JsonSyntaxException {
        Decision decision = rule("{\"properties\":{\"a\":{\"pattern\":\"^(a+)+$\"}}}")
                .evaluate(
                        Calls.facts(TOOL),
                        operation(
                                Json.object().put("a", "a".repeat(length) + "!").build()));
        assertThat(decision).isInstanceOf(Decision.Deny.class);
    }

    private static PolicyStage rule(String schema) throws JsonSyntaxException {
        return switch (ArgumentSchema.compile(Json.read(schema))) {
            case ArgumentSchema.Compiled.Usable usable -> new ArgumentRule(ID, usable.schema(), "No.");
            case ArgumentSchema.Compiled.Wrong wrong -> throw new AssertionError(wrong.message());
        };
    }

    private static Operation operation(Json arguments) {
        return Operation.of(
                Operation.Verb.CALL, TOOL, arguments, Calls.operation(TOOL).meta());
    }

    private static CallFacts at(Instant received) {
        CallFacts facts = Calls.facts(TOOL);
        return new CallFacts(
                facts.call(),
                0,
                facts.bundle(),
                facts.server(),
                facts.definition(),
                facts.principal(),
                received,
                facts.deadline());
    }

    private static CallFacts of(Principal principal) {
        CallFacts facts = Calls.facts(TOOL);
        return new CallFacts(
                facts.call(),
                0,
                facts.bundle(),
                facts.server(),
                facts.definition(),
                principal,
                facts.receivedAt(),
                facts.deadline());
    }
}
