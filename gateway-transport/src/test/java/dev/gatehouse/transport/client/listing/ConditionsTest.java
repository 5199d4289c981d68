package dev.gatehouse.transport.client.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.upstream.Conditional;
import dev.gatehouse.core.upstream.Offering;
import dev.gatehouse.transport.client.listing.Conditions.NotListedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What is found out of a server that decides by itself whom it shows what. */
class ConditionsTest {
    private static final Definition PLAIN = tool("plain");
    private static final Offering EVERYBODYS = Offering.ofTools(List.of(PLAIN));

    private final Map<Definition, Predicate<ClientCapabilities>> shows = new HashMap<>();
    private final List<ClientCapabilities> listedAs = new ArrayList<>();

    private static Definition tool(String name) {
        return Definition.tool(name, Json.object().put("name", name).build());
    }

    private Map<Primitive, List<Definition>> list(ClientCapabilities declared) {
        listedAs.add(declared);
        List<Definition> tools = new ArrayList<>(List.of(PLAIN));
        shows.forEach((tool, condition) -> {
            if (condition.test(declared)) {
                tools.add(tool);
            }
        });
        return Map.of(Primitive.TOOL, tools);
    }

    private Offering found(Offering known, ProtocolVersion version) throws Exception {
        return known.with(Conditions.find(known, version, this::list));
    }

    /** For all sets of capabilities a client may have, what it is shown here and what the server would list. */
    private void assertExact(Offering found, ProtocolVersion version) {
        for (int bits = 0; bits < 64; bits++) {
            ClientCapabilities client = client(bits);
            assertThat(Set.copyOf(found.shownTo(client).of(Primitive.TOOL)))
                    .as("%s", client)
                    .isEqualTo(Set.copyOf(list(client.knownTo(version)).getOrDefault(Primitive.TOOL, List.of())));
        }
    }

    private static ClientCapabilities client(int bits) {
        ClientCapabilities client = ClientCapabilities.NONE;
        for (ClientCapabilities one : ClientCapabilities.EACH) {
            boolean has = (bits & (1 << ClientCapabilities.EACH.indexOf(one))) != 0;
            client = has ? client.and(one) : client;
        }
        return client;
    }

    @Test
    void whoever_shows_everybody_the_same_is_listed_once() throws Exception {
        assertThat(found(EVERYBODYS, ProtocolVersion.V2025_11_25)).isEqualTo(EVERYBODYS);
        assertThat(listedAs).containsExactly(ClientCapabilities.ALL.knownTo(ProtocolVersion.V2025_11_25));
    }

    @Test
    void one_capability_of_several_is_enough_where_the_server_says_so() throws Exception {
        shows.put(tool("any"), client -> client.elicitationForm() || client.elicitationUrl());
        shows.put(tool("url"), ClientCapabilities::elicitationUrl);
        shows.put(tool("sample"), ClientCapabilities::sampling);
        shows.put(tool("tools"), ClientCapabilities::samplingTools);
        shows.put(tool("roots"), ClientCapabilities::roots);
        shows.put(tool("tasks"), ClientCapabilities::tasks);
        for (ProtocolVersion version : ProtocolVersion.values()) {
            assertExact(found(EVERYBODYS, version), version);
        }
    }

    @Test
    void what_needs_several_at_once_is_shown_to_those_who_declare_all() throws Exception {
        shows.put(tool("both"), client -> client.sampling() && client.roots());
        Offering found = found(EVERYBODYS, ProtocolVersion.LATEST);
        assertThat(found.shownTo(ClientCapabilities.ALL).of(Primitive.TOOL)).contains(tool("both"));
        assertThat(found.shownTo(client(0b010100)).of(Primitive.TOOL)).containsExactly(PLAIN);
    }

    @Test
    void what_was_found_before_is_confirmed_by_one_listing_and_found_anew_when_it_is_not_so() throws Exception {
        shows.put(tool("roots"), ClientCapabilities::roots);
        Offering found = found(EVERYBODYS, ProtocolVersion.LATEST);
        listedAs.clear();
        assertThat(found(found, ProtocolVersion.LATEST)).isEqualTo(found);
        assertThat(listedAs).hasSize(1);
        shows.clear();
        assertThat(found(found, ProtocolVersion.LATEST)).isEqualTo(EVERYBODYS);
        shows.put(tool("roots"), ClientCapabilities::sampling);
        assertExact(found(EVERYBODYS, ProtocolVersion.LATEST), ProtocolVersion.LATEST);
    }

    /** A session that just began may not have all its tools yet. */
    @Test
    void what_everybody_is_listed_is_withdrawn_from_nobody() throws Exception {
        List<Conditional> found = Conditions.find(EVERYBODYS, ProtocolVersion.LATEST, _ -> Map.of());
        assertThat(found).isEmpty();
    }

    @Test
    void a_flood_of_them_is_no_answer() {
        for (int i = 0; i < Lists.ENTRIES_MAX / 2; i++) {
            shows.put(tool("r" + i), ClientCapabilities::roots);
            shows.put(tool("s" + i), ClientCapabilities::sampling);
            shows.put(tool("t" + i), ClientCapabilities::tasks);
        }
        assertThatThrownBy(() -> found(EVERYBODYS, ProtocolVersion.LATEST))
                .isInstanceOf(NotListedException.class)
                .hasMessageContaining("2000 entries");
    }
}
