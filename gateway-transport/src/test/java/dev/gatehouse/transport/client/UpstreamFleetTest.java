package dev.gatehouse.transport.client;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.testkit.wait.Eventually.until;
import static dev.gatehouse.transport.client.Fleet.ID;
import static dev.gatehouse.transport.client.Fleet.in;
import static dev.gatehouse.transport.client.Fleet.stdio;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.upstream.CatalogStore;
import dev.gatehouse.core.upstream.Listing;
import dev.gatehouse.core.upstream.Listing.Health;
import dev.gatehouse.core.upstream.Offering;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamReply.Lost;
import dev.gatehouse.core.upstream.UpstreamSpec;
import dev.gatehouse.transport.client.listing.Lists;
import dev.gatehouse.transport.wire.ByteBudget;
import dev.gatehouse.transport.wire.EventLoops;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the fleet knows of its upstreams, and what a changed configuration does to them. */
@Timeout(180)
class UpstreamFleetTest {
    private static final UpstreamId OTHER = new UpstreamId("other");

    @TempDir
    Path dataDir;

    @Test
    void every_page_is_fetched_and_saved() {
        try (Fleet fleet = new Fleet(dataDir)) {
            UpstreamSpec spec = stdio(ID, "two-pages");
            fleet.adopt(spec).untilReady(ID);
            assertThat(names(fleet.fleet.listing(ID))).containsExactly("echo", "env", "hang", "crash", "last");
            until("saved", () -> fleet.stored.containsKey(ID + "/" + spec.digest()));
            eventually(() -> assertThat(fleet.changes).as("told").contains("files ready "));
        }
    }

    @Test
    void entries_that_are_wrong_are_left_out_with_a_note() {
        try (Fleet fleet = new Fleet(dataDir)) {
            fleet.adopt(stdio(ID, "odd-tools")).untilReady(ID);
            assertThat(names(fleet.fleet.listing(ID))).containsExactly("echo", "env", "hang", "crash");
            assertThat(fleet.status(ID).notes())
                    .anySatisfy(
                            note -> assertThat(note).contains("\"no-schema\"").contains("no input schema"))
                    .anySatisfy(note -> assertThat(note).contains("\"big\"").contains("8192"))
                    .anySatisfy(
                            note -> assertThat(note).contains("\"annotated\"").contains("x-mcp-header"))
                    .anySatisfy(note -> assertThat(note).contains("the name is taken"));
        }
    }

    @Test
    void pages_that_never_end_leave_the_upstream_degraded_and_callable() {
        try (Fleet fleet = new Fleet(dataDir)) {
            fleet.adopt(stdio(ID, "circular-pages"), stdio(OTHER, "endless-pages"));
            eventually(() ->
                    assertThat(fleet.fleet.listing(ID).detail()).as("noticed").contains("cursor"));
            until(
                    "noticed",
                    () -> fleet.fleet.listing(OTHER).health() == Health.DEGRADED
                            || fleet.fleet.listing(OTHER).of(Primitive.TOOL).size() <= Lists.ENTRIES_MAX);
            assertThat(fleet.text(ID, "echo", "{\"value\":\"hi\"}")).isEqualTo("hi");
        }
    }

    @Test
    void a_listing_from_before_is_served_while_the_upstream_is_down() {
        try (Fleet fleet = new Fleet(dataDir)) {
            UpstreamSpec spec = stdio(ID, "crash-at-start");
            Definition tool = Definition.tool("old", Permits.json("{\"name\":\"old\"}"));
            fleet.stored.put(ID + "/" + spec.digest(), Offering.ofTools(List.of(tool)));
            fleet.adopt(spec);
            eventually(() -> assertThat(fleet.fleet.listing(ID).of(Primitive.TOOL))
                    .as("loaded")
                    .isEqualTo(List.of(tool)));
            eventually(() ->
                    assertThat(fleet.fleet.listing(ID).health()).as("degraded").isEqualTo(Health.DEGRADED));
            assertThat(fleet.fleet.listing(ID).of(Primitive.TOOL)).containsExactly(tool);
            assertThat(fleet.call(ID, "old", "{}"))
                    .isInstanceOfSatisfying(
                            Lost.class, lost -> assertThat(lost.sent()).isFalse());
        }
    }

    @Test
    void a_changed_list_is_fetched_when_the_upstream_says_so() {
        try (Fleet fleet = new Fleet(dataDir)) {
            fleet.adopt(stdio(ID, "legacy")).untilReady(ID);
            long before = fleet.fleet.version();
            fleet.call(ID, "list-changed", "{}");
            eventually(() -> assertThat(names(fleet.fleet.listing(ID)))
                    .as("fetched again")
                    .isEqualTo(List.of("fresh")));
            assertThat(fleet.fleet.version()).isGreaterThan(before);
        }
    }

    @Test
    void an_unchanged_upstream_survives_a_reload_and_a_changed_one_finishes_its_calls() {
        try (Fleet fleet = new Fleet(dataDir)) {
            fleet.adopt(stdio(ID, "legacy"), stdio(OTHER, "legacy")).untilReady(ID, OTHER);
            Upstream kept = fleet.fleet.find(OTHER).orElseThrow();
            try (UpstreamCall hanging = fleet.open(Permits.of(ID, "hang", "{}"))) {
                fleet.adopt(stdio(ID, "modern"), stdio(OTHER, "legacy"));
                assertThat(fleet.fleet.find(OTHER)).containsSame(kept);
                until("replaced", () -> fleet.status(ID).version().isPresent());
                assertThat(fleet.text(ID, "echo", "{\"value\":\"new\"}")).isEqualTo("new");
                assertThat(hanging.next(in(Duration.ofMillis(200))).toString()).contains("TIMEOUT");
            }
            eventually(
                    () -> assertThat(fleet.changes).as("the old child is gone").contains("files stopped "));
        }
    }

    @Test
    void a_removed_upstream_is_gone_from_everywhere() {
        try (Fleet fleet = new Fleet(dataDir)) {
            fleet.adopt(stdio(ID, "legacy")).untilReady(ID);
            fleet.adopt();
            assertThat(fleet.fleet.find(ID)).isEmpty();
            assertThat(fleet.fleet.listing(ID)).isEqualTo(Listing.NONE);
            assertThat(fleet.fleet.status()).isEmpty();
            eventually(() -> assertThat(fleet.changes).as("stopped").contains("files stopped "));
        }
    }

    @Test
    void a_store_that_fails_costs_nothing_but_the_store() {
        CatalogStore broken = new CatalogStore() {
            @Override
            public Optional<Offering> load(UpstreamId upstream, String digest) {
                throw new IllegalStateException("database is down");
            }

            @Override
            public void save(UpstreamId upstream, String digest, Offering offering) {
                throw new IllegalStateException("database is down");
            }
        };
        try (EventLoops loops = EventLoops.start(1);
                UpstreamFleet fleet = new UpstreamFleet(
                        loops,
                        broken,
                        (_, _, _) -> {},
                        new Implementation("gatehouse", "test"),
                        FleetSettings.of(dataDir),
                        new ByteBudget(1 << 20))) {
            fleet.adopt(Map.of(ID, stdio(ID, "legacy")));
            eventually(() -> assertThat(fleet.listing(ID).health()).as("ready").isEqualTo(Health.READY));
        }
    }

    @Test
    void a_specification_that_leads_nowhere_says_so_and_harms_no_other() {
        try (Fleet fleet = new Fleet(dataDir)) {
            UpstreamSpec bad = new UpstreamSpec.Http(
                    OTHER,
                    "d",
                    UpstreamSpec.Limits.DEFAULT,
                    URI.create("ftp://example.com/"),
                    Map.of(),
                    UpstreamSpec.Protocol.AUTO);
            fleet.adopt(bad, stdio(ID, "legacy")).untilReady(ID);
            eventually(() ->
                    assertThat(fleet.fleet.listing(OTHER).detail()).as("told").contains("\"ftp\""));
        }
    }

    private static List<String> names(Listing listing) {
        return listing.of(Primitive.TOOL).stream().map(Definition::name).toList();
    }
}
