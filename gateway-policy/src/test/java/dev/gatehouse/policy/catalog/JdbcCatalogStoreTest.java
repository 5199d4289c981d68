package dev.gatehouse.policy.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.upstream.Conditional;
import dev.gatehouse.core.upstream.Offering;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdbcCatalogStoreTest {
    private static final UpstreamId FILES = new UpstreamId("files");

    private DataSource database;
    private JdbcCatalogStore store;

    @BeforeEach
    void migrate() {
        database = TestDatabase.shared().fresh();
        Flyway.configure()
                .dataSource(database)
                .defaultSchema("policy")
                .locations("classpath:db/migration/policy")
                .load()
                .migrate();
        store = new JdbcCatalogStore(database);
    }

    @Test
    void an_upstream_never_saved_has_no_listing() {
        assertThat(store.load(FILES, "d1")).isEmpty();
    }

    @Test
    void a_listing_comes_back_byte_for_byte_and_in_order() throws Exception {
        Offering tools = everything(
                tool("write", "{ \"name\" : \"write\", \"x\":1.0e2 }"),
                tool("read", "{\"name\":\"read\",\"description\":\"\\u0000 \\ud83d\\ude00 é\"}"));
        store.save(FILES, "d1", tools);
        assertThat(store.load(FILES, "d1")).contains(tools);
    }

    @Test
    void what_only_some_clients_see_comes_back_with_what_they_declare() throws Exception {
        List<Conditional> conditional = new ArrayList<>();
        for (ClientCapabilities needed : ClientCapabilities.EACH) {
            conditional.add(new Conditional(needed, tool("more", "{\"name\":\"more\"}")));
            conditional.add(new Conditional(
                    needed, new Definition(Primitive.PROMPT, "p", Json.read("{\"name\":\"p\",\"title\":\"other\"}"))));
        }
        conditional.add(new Conditional(ClientCapabilities.ALL, tool("all", "{\"name\":\"all\"}")));
        Offering offering = everything(tool("read", "{\"name\":\"read\"}")).with(conditional);
        store.save(FILES, "d1", offering);
        assertThat(store.load(FILES, "d1")).contains(offering);
    }

    @Test
    void an_empty_listing_is_a_listing() {
        store.save(FILES, "d1", Offering.NONE);
        assertThat(store.load(FILES, "d1")).contains(Offering.NONE);
    }

    @Test
    void a_listing_counts_only_under_the_configuration_it_was_made_with() throws Exception {
        store.save(FILES, "d1", tools(2));
        assertThat(store.load(FILES, "d2")).isEmpty();
        assertThat(store.load(new UpstreamId("other"), "d1")).isEmpty();
    }

    @Test
    void a_later_listing_replaces_the_earlier_one_wholly() throws Exception {
        store.save(FILES, "d1", tools(5));
        store.save(FILES, "d2", tools(2));
        assertThat(store.load(FILES, "d1")).isEmpty();
        assertThat(store.load(FILES, "d2")).contains(tools(2));
    }

    @Test
    void listings_saved_at_the_same_time_never_mix() throws Exception {
        try (ExecutorService replicas = Executors.newFixedThreadPool(8)) {
            List<Future<?>> saves = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                int size = i % 8;
                saves.add(replicas.submit(() -> store.save(FILES, "d" + size, tools(size))));
            }
            for (Future<?> save : saves) {
                save.get();
            }
        }
        List<Offering> found = new ArrayList<>();
        for (int size = 0; size < 8; size++) {
            store.load(FILES, "d" + size).ifPresent(found::add);
        }
        assertThat(found).hasSize(1);
        assertThat(found.getFirst())
                .isEqualTo(tools(found.getFirst().of(Primitive.TOOL).size()));
    }

    @Test
    void a_large_catalog_fits() throws Exception {
        String schema = "[" + "0,".repeat(30_000) + "0]";
        List<Definition> tools = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            tools.add(tool("t" + i, "{\"name\":\"t" + i + "\",\"inputSchema\":" + schema + "}"));
        }
        store.save(FILES, "d1", Offering.ofTools(tools));
        assertThat(store.load(FILES, "d1")).contains(Offering.ofTools(tools));
    }

    @Test
    void a_damaged_row_fails_and_says_which_upstream() throws Exception {
        store.save(FILES, "d1", tools(1));
        execute("UPDATE policy.catalog_entry SET definition = '{'");
        assertThatThrownBy(() -> store.load(FILES, "d1"))
                .isInstanceOf(CatalogStoreException.class)
                .hasMessageContaining("files")
                .hasCauseInstanceOf(JsonSyntaxException.class);
    }

    @Test
    void a_failed_save_leaves_the_earlier_listing() throws Exception {
        store.save(FILES, "d1", tools(2));
        execute("ALTER TABLE policy.catalog_entry ADD CHECK (position < 2)");
        assertThatThrownBy(() -> store.save(FILES, "d2", tools(3))).isInstanceOf(CatalogStoreException.class);
        assertThat(store.load(FILES, "d1")).contains(tools(2));
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Two tools, and one each of the others, with what the upstream says of itself. */
    private static Offering everything(Definition... tools) throws JsonSyntaxException {
        Json resource = Json.read("{\"uri\":\"a:b\",\"name\":\"b\"}");
        return new Offering(
                Map.of(
                        Primitive.TOOL,
                        List.of(tools),
                        Primitive.PROMPT,
                        List.of(new Definition(Primitive.PROMPT, "p", Json.read("{\"name\":\"p\"}"))),
                        Primitive.RESOURCE,
                        List.of(new Definition(Primitive.RESOURCE, "a:b", resource)),
                        Primitive.TEMPLATE,
                        List.of(new Definition(Primitive.TEMPLATE, "a:{x}", Json.read("{\"uriTemplate\":\"a:{x}\"}")))),
                Json.read("{\"resources\": {\"subscribe\":true}}"),
                "Use me.");
    }

    private static Offering tools(int count) {
        return Offering.ofTools(IntStream.range(0, count)
                .mapToObj(i -> Definition.tool(
                        "t" + i,
                        Json.object().put("name", "t" + i).put("of", count).build()))
                .toList());
    }

    private static Definition tool(String name, String definition) throws JsonSyntaxException {
        return Definition.tool(name, Json.read(definition));
    }
}
