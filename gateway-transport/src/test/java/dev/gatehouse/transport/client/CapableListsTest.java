package dev.gatehouse.transport.client;

import static dev.gatehouse.testkit.wait.Eventually.until;
import static dev.gatehouse.transport.client.Fleet.ID;
import static dev.gatehouse.transport.client.Fleet.stdio;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.upstream.Conditional;
import dev.gatehouse.core.upstream.Listing.Health;
import dev.gatehouse.core.upstream.Offering;
import dev.gatehouse.core.upstream.UpstreamSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that do not show everybody the same. */
@Timeout(120)
class CapableListsTest {
    private static final List<String> EVERYBODYS = List.of("echo", "env", "hang", "crash");
    private static final ClientCapabilities FORM = declared("{\"elicitation\":{}}");
    private static final ClientCapabilities SAMPLING = declared("{\"sampling\":{}}");
    private static final ClientCapabilities ROOTS = declared("{\"roots\":{}}");

    @TempDir
    Path dataDir;

    @TempDir
    Path scripts;

    private static ClientCapabilities declared(String capabilities) {
        return ClientCapabilities.of(Permits.json(capabilities));
    }

    private Path more(String... lines) throws IOException {
        return Files.write(scripts.resolve("more"), List.of(lines));
    }

    private static List<String> names(Fleet fleet, ClientCapabilities declared) {
        return fleet.fleet.listing(ID).shownTo(declared).of(Primitive.TOOL).stream()
                .map(Definition::name)
                .toList();
    }

    /** All that is said of them. */
    private static String tools(Fleet fleet, ClientCapabilities declared) {
        return fleet.fleet.listing(ID).shownTo(declared).of(Primitive.TOOL).stream()
                .map(tool -> tool.json().toString())
                .collect(Collectors.joining());
    }

    private static List<String> with(String... more) {
        return Stream.concat(EVERYBODYS.stream(), Stream.of(more)).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy", "modern"})
    void each_entry_is_shown_to_those_who_declare_what_it_needs(String era) throws IOException {
        Path more = more(
                "elicited elicitation a", "sampled sampling b", "echo roots told-otherwise", "both sampling,roots c");
        try (Fleet fleet = new Fleet(dataDir)) {
            fleet.adopt(stdio(ID, era, "more=" + more));
            until("known", () -> names(fleet, ClientCapabilities.ALL).size() == 7);
            assertThat(names(fleet, ClientCapabilities.NONE)).isEqualTo(EVERYBODYS);
            assertThat(names(fleet, FORM)).isEqualTo(with("elicited"));
            assertThat(names(fleet, SAMPLING)).isEqualTo(with("sampled"));
            assertThat(names(fleet, SAMPLING.and(FORM))).isEqualTo(with("elicited", "sampled"));
            assertThat(names(fleet, ROOTS)).isEqualTo(EVERYBODYS);
            assertThat(tools(fleet, ROOTS)).contains("told-otherwise");
            assertThat(tools(fleet, SAMPLING)).doesNotContain("told-otherwise");
            assertThat(fleet.status(ID).notes()).noneMatch(note -> note.contains("not known"));
            assertThat(fleet.status(ID).tools()).isEqualTo(EVERYBODYS.size());
            until(
                    "stored",
                    () -> fleet.stored.values().contains(fleet.fleet.listing(ID).offering()));
        }
    }

    @Test
    void who_shows_everybody_the_same_has_one_session_more_for_a_moment() throws IOException {
        try (Fleet fleet = new Fleet(dataDir)) {
            fleet.adopt(stdio(ID, "legacy", "more=" + more())).untilReady(ID);
            until("begun once more", () -> count("begun") == 2);
            until("ended again", () -> count("ended") == 1);
            assertThat(fleet.text(ID, "echo", "{\"value\":\"hi\"}")).isEqualTo("hi");
            assertThat(fleet.fleet.listing(ID).offering().conditional()).isEmpty();
            assertThat(count("begun")).isEqualTo(2);
        }
    }

    @Test
    void what_is_known_from_before_is_confirmed_by_one_session() throws IOException {
        UpstreamSpec spec = stdio(ID, "legacy", "more=" + more("sampled sampling b"));
        Conditional sampled = new Conditional(
                SAMPLING,
                Definition.tool(
                        "sampled",
                        Permits.json(
                                "{\"name\":\"sampled\",\"description\":\"b\",\"inputSchema\":{\"type\":\"object\"}}")));
        try (Fleet fleet = new Fleet(dataDir)) {
            fleet.stored.put(ID + "/" + spec.digest(), Offering.NONE.with(List.of(sampled)));
            fleet.adopt(spec).untilReady(ID);
            until("ended again", () -> count("ended") == 1);
            assertThat(names(fleet, SAMPLING)).isEqualTo(with("sampled"));
        }
        assertThat(count("begun")).isEqualTo(2);
    }

    @Test
    void a_list_that_changes_is_fetched_again_as_each_of_them() throws IOException {
        Path more = more("sampled sampling b");
        try (Fleet fleet = new Fleet(dataDir)) {
            fleet.adopt(stdio(ID, "legacy", "more=" + more)).untilReady(ID);
            until("known", () -> names(fleet, SAMPLING).equals(with("sampled")));
            more("later roots d");
            fleet.call(ID, "list-changed", "{}");
            until("known", () -> names(fleet, ROOTS).contains("later"));
            assertThat(names(fleet, SAMPLING)).doesNotContain("sampled", "later");
            assertThat(names(fleet, ClientCapabilities.NONE)).containsExactly("fresh");
        }
    }

    @Test
    void a_server_that_cannot_be_listed_twice_keeps_the_list_it_has() throws IOException {
        try (Fleet fleet = new Fleet(dataDir)) {
            fleet.adopt(stdio(ID, "legacy", "exits-when-capable", "more=" + more("sampled sampling b")))
                    .untilReady(ID);
            until(
                    "noted",
                    () -> fleet.status(ID).notes().stream()
                            .anyMatch(note -> note.contains("only to clients that can be asked is not known")));
            assertThat(names(fleet, ClientCapabilities.ALL)).isEqualTo(EVERYBODYS);
            assertThat(fleet.status(ID).health()).isEqualTo(Health.READY);
            assertThat(fleet.text(ID, "echo", "{\"value\":\"hi\"}")).isEqualTo("hi");
        }
    }

    @Test
    void a_server_that_does_not_answer_a_second_time_keeps_nobody_waiting() throws IOException {
        try (Fleet fleet = new Fleet(dataDir)) {
            fleet.adopt(stdio(ID, "legacy", "hangs-when-capable", "more=" + more("sampled sampling b")));
            until("begun", () -> count("begun") == 2);
            assertThat(fleet.text(ID, "echo", "{\"value\":\"hi\"}")).isEqualTo("hi");
            fleet.call(ID, "list-changed", "{}");
            until("fetched again", () -> names(fleet, ClientCapabilities.NONE).equals(List.of("fresh")));
            fleet.pass(Duration.ofMinutes(2));
            until("noted", () -> fleet.status(ID).notes().stream().anyMatch(note -> note.contains("not known")));
        }
    }

    private long count(String word) throws IOException {
        Path file = scripts.resolve("more." + word);
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }
}
