package dev.gatehouse.policy.pin;

import static dev.gatehouse.policy.pin.PinWorld.offering;
import static dev.gatehouse.policy.pin.PinWorld.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.pin.PinGuard;
import dev.gatehouse.core.pin.PinKind;
import dev.gatehouse.core.pin.UpdatePolicy;
import dev.gatehouse.core.upstream.Conditional;
import dev.gatehouse.core.upstream.Offering;
import dev.gatehouse.policy.pin.PinWorld.Desk;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class PinsTest {
    private static final String ENTRY = "{\"name\":\"read\",\"title\":\"Read\",\"description\":\"Reads a file.\","
            + "\"inputSchema\":{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\",\"maxLength\":10,"
            + "\"description\":\"where\"}},\"required\":[\"path\"]},\"outputSchema\":{\"type\":\"object\"},"
            + "\"annotations\":{\"readOnlyHint\":true},\"icons\":[{\"src\":\"data:a\"}],\"_meta\":{\"a/b\":{\"c\":1}},"
            + "\"x\":null}";
    private static final Definition READ = tool(ENTRY);
    private static final Definition OTHER = tool(ENTRY.replace("Reads a file.", "Reads a file!"));
    private static final AtomicInteger UPSTREAMS = new AtomicInteger();

    private static PinWorld world;

    private UpstreamId upstream;

    @BeforeAll
    static void open() {
        world = new PinWorld();
    }

    @BeforeEach
    void another() {
        upstream = new UpstreamId("files-" + UPSTREAMS.incrementAndGet());
    }

    private Desk approving() throws Exception {
        return world.desk(upstream, UpdatePolicy.APPROVE);
    }

    private Desk approved(Definition... tools) throws Exception {
        Desk desk = approving().sees(offering(tools));
        desk.approveAll();
        return desk;
    }

    @Test
    void what_is_new_is_kept_back_until_it_is_approved() throws Exception {
        Desk desk = approving().sees(offering(READ));
        assertThat(desk.guard().objection(upstream, READ).orElse("")).contains("new");
        desk.approveAll();
        assertThat(desk.admits(READ)).isTrue();
    }

    @Test
    void an_upstream_nobody_ever_saw_is_kept_back_before_anything_is_written() throws Exception {
        assertThat(approving().admits(READ)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"title\":\"Read\"=>\"title\":\"Reads\"",
                "Reads a file.=>Reads a file!",
                "Reads a file.=>Reads a file.\u200b",
                "\"type\":\"object\",\"properties\"=>\"type\":\"objekt\",\"properties\"",
                "\"path\":{=>\"pafh\":{",
                "\"maxLength\":10=>\"maxLength\":11",
                "\"maxLength\":10=>\"maxLength\":10.000000000000000000000001",
                "\"where\"=>\"Where\"",
                "\"required\":[\"path\"]=>\"required\":[]",
                "\"outputSchema\":{\"type\":\"object\"}=>\"outputSchema\":{\"type\":\"array\"}",
                "\"readOnlyHint\":true=>\"readOnlyHint\":false",
                "data:a=>data:b",
                "\"c\":1=>\"c\":2",
                "\"a/b\"=>\"a/c\"",
                "\"x\":null=>\"x\":0",
                ",\"x\":null=>",
                "\"x\":null=>\"y\":null",
            })
    void one_byte_of_any_field_keeps_it_back(String change) throws Exception {
        Desk desk = approved(READ);
        String[] parts = change.split("=>", -1);
        assertThat(ENTRY).contains(parts[0]);
        Definition changed = tool(ENTRY.replace(parts[0], parts[1]));
        assertThat(desk.guard().objection(upstream, changed).orElse(""))
                .as("without anything having been written down")
                .contains("changed since it was approved");
    }

    @Test
    void another_name_is_another_tool_and_new() throws Exception {
        Desk desk = approved(READ);
        Definition renamed = tool(ENTRY.replace("\"read\"", "\"reed\""));
        assertThat(desk.guard().objection(upstream, renamed).orElse("")).contains("new");
    }

    @Test
    void spelling_that_means_the_same_is_the_same() throws Exception {
        Desk desk = approved(READ);
        Definition respelled = tool(" "
                + ENTRY.replace("\"maxLength\":10", "\"maxLength\" : 1.0e1")
                        .replace("\"title\":\"Read\",", "")
                        .replace("\"x\":null", "\"x\":null,\"title\":\"\\u0052ead\""));
        assertThat(desk.admits(respelled)).isTrue();
    }

    @Test
    void what_changed_once_waits_for_a_decision_though_the_upstream_goes_back() throws Exception {
        Desk desk = approved(READ).sees(offering(OTHER)).sees(offering(READ));
        assertThat(desk.admits(READ)).as("an upstream that alternates").isFalse();
        assertThat(desk.admits(OTHER)).isFalse();
    }

    @Test
    void rejecting_a_change_uses_again_what_was_approved_and_seeing_it_again_asks_again() throws Exception {
        Desk desk = approved(READ).sees(offering(OTHER));
        desk.orders().reject(upstream, desk.orders().pending(upstream), "olga");
        assertThat(desk.admits(OTHER)).isFalse();
        assertThat(desk.admits(READ)).isTrue();
        desk.sees(offering(READ)).sees(offering(OTHER)).sees(offering(READ));
        assertThat(desk.admits(READ)).as("it came again").isFalse();
    }

    @Test
    void approving_a_change_takes_it_and_forbids_what_was_before() throws Exception {
        Desk desk = approved(READ).sees(offering(OTHER));
        desk.approveAll();
        assertThat(desk.admits(OTHER)).isTrue();
        assertThat(desk.admits(READ)).isFalse();
    }

    @Test
    void a_decision_holds_for_what_was_seen_and_for_nothing_that_came_since() throws Exception {
        Desk desk = approved(READ).sees(offering(OTHER));
        List<PinChoice> seen = desk.orders().pending(upstream);
        Definition third = tool(ENTRY.replace("Reads", "Writes"));
        desk.sees(offering(third));
        assertThat(desk.orders().approve(upstream, seen, "olga")).isInstanceOf(PinDecision.Changed.class);
        assertThat(desk.admits(OTHER) || desk.admits(third)).isFalse();
    }

    @Test
    void what_is_taken_automatically_is_written_down_and_counts_when_the_policy_is_another_later() throws Exception {
        world.desk(upstream, UpdatePolicy.AUTO).sees(offering(READ)).sees(offering(OTHER));
        assertThat(events()).containsExactly("pin.first", "pin.taken");
        Desk later = approving();
        assertThat(later.admits(OTHER)).isTrue();
        assertThat(later.admits(READ)).isFalse();
        PinVersions versions =
                later.orders().versions(upstream, Optional.of("read")).getFirst();
        assertThat(versions.before().orElseThrow().json()).isEqualTo(READ.json());
        assertThat(versions.after().json()).isEqualTo(OTHER.json());
    }

    @Test
    void nothing_of_a_frozen_upstream_changes_and_nothing_can_be_approved() throws Exception {
        approved(READ);
        Desk frozen = world.desk(upstream, UpdatePolicy.FREEZE);
        assertThat(frozen.admits(READ)).isTrue();
        frozen.sees(offering(OTHER));
        assertThat(frozen.admits(READ) || frozen.admits(OTHER)).isFalse();
        assertThat(frozen.orders().approve(upstream, frozen.orders().pending(upstream), "olga"))
                .isInstanceOf(PinDecision.Frozen.class);
    }

    @Test
    void instructions_resources_templates_and_prompts_are_pinned_like_tools() throws Exception {
        Desk desk = approving();
        Offering all = everything("say", "Be nice.");
        desk.sees(all);
        assertThat(world.desk(upstream, UpdatePolicy.APPROVE).orders().pending(upstream))
                .extracting(PinChoice::kind)
                .containsExactlyInAnyOrder(PinKind.values());
        desk.approveAll();
        for (Primitive kind : Primitive.values()) {
            assertThat(desk.admits(all.of(kind).getFirst())).isTrue();
            assertThat(desk.admits(everything("Say", "").of(kind).getFirst())).isFalse();
        }
        assertThat(desk.guard().admits(upstream, "Be nice.")).isTrue();
        assertThat(desk.guard().admits(upstream, "Be nice!")).isFalse();
    }

    private static Offering everything(String description, String instructions) throws Exception {
        Map<Primitive, List<Definition>> entries = new java.util.EnumMap<>(Primitive.class);
        for (Primitive kind : Primitive.values()) {
            Json json = Json.object()
                    .put(kind.key(), "a:x")
                    .put("description", description)
                    .build();
            entries.put(kind, List.of(new Definition(kind, "a:x", json)));
        }
        return new Offering(entries, Json.EMPTY_OBJECT, instructions);
    }

    @Test
    void what_is_listed_to_some_only_has_a_pin_of_its_own() throws Exception {
        ClientCapabilities asking = ClientCapabilities.of(Json.read("{\"elicitation\":{}}"));
        Desk desk = approved(READ);
        desk.sees(offering(READ).with(List.of(new Conditional(asking, OTHER))));
        assertThat(desk.admits(OTHER)).isFalse();
        assertThat(desk.admits(READ)).as("to everybody else it is what it was").isTrue();
        desk.approveAll();
        assertThat(desk.admits(OTHER) && desk.admits(READ)).isTrue();
    }

    @Test
    void two_gateways_share_what_was_seen_and_decided() throws Exception {
        Desk one = approved(READ);
        Desk two = approving();
        two.sees(offering(OTHER));
        one.board().refresh();
        assertThat(one.admits(READ)).as("the other saw it change").isFalse();
        two.approveAll();
        one.board().refresh();
        assertThat(one.admits(OTHER)).isTrue();
    }

    @Test
    void a_start_without_the_database_admits_what_was_approved_and_nothing_else() throws Exception {
        byte[] copy = PinCopy.write(approved(READ).board().snapshot().all());
        PinGuard guard = guardWithoutDatabase(new Copy(Optional.of(copy)));
        assertThat(guard.objection(upstream, READ)).isEmpty();
        assertThat(guard.objection(upstream, OTHER)).isPresent();
    }

    @Test
    void a_start_with_neither_database_nor_copy_admits_nothing_that_has_to_be_approved() throws Exception {
        approved(READ);
        assertThat(guardWithoutDatabase(new Copy(Optional.empty())).objection(upstream, READ))
                .isPresent();
        assertThat(guardWithoutDatabase(new Copy(Optional.of(new byte[] {0, 0, 0, 9, 1})))
                        .objection(upstream, READ))
                .as("a broken copy")
                .isPresent();
    }

    private PinGuard guardWithoutDatabase(PinFile file) {
        PGSimpleDataSource away = new PGSimpleDataSource();
        // Nobody may listen there without being root.
        away.setUrl("jdbc:postgresql://127.0.0.1:1/nothing");
        RecordedChange.Place place = new RecordedChange.Place(
                away, world.place().journal(), world.place().clocks());
        return new PinGuard(
                Map.of(upstream, UpdatePolicy.APPROVE),
                PinParts.open(place, file).board());
    }

    private record Copy(Optional<byte[]> read) implements PinFile {
        @Override
        public void write(byte[] copy) {}
    }

    @Test
    void what_is_known_is_not_written_again_and_every_change_is_in_the_trail_with_both_digests() throws Exception {
        Desk desk = approved(READ).sees(offering(READ)).sees(offering(OTHER)).sees(offering(OTHER));
        desk.approveAll();
        assertThat(events()).containsExactly("pin.held", "pin.approve", "pin.held", "pin.approve");
        assertThat(world.trail.getLast().actor()).isEqualTo("olga");
        assertThat(world.trail.get(world.trail.size() - 2).detail()).contains(READ.digest() + " -> " + OTHER.digest());
    }

    private List<String> events() {
        return world.trail.stream()
                .filter(event -> event.object().equals(upstream.value()))
                .map(dev.gatehouse.core.audit.AuditEvent.Administered::action)
                .toList();
    }
}
