package dev.gatehouse.core.view;

import static dev.gatehouse.core.view.Shop.ALICE;
import static dev.gatehouse.core.view.Shop.FACTS;
import static dev.gatehouse.core.view.Shop.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.pin.PinGuard;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.ListFacts;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.core.policy.Visibility;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerViewTest {
    private static final Principal BOB = Shop.principal("bob");
    private static final UpstreamId A = new UpstreamId("a");
    private static final UpstreamId B = new UpstreamId("b_2");
    private static final PolicyPipeline ALLOW = new PolicyPipeline(List.of(), List.of());

    private final Shop shop = new Shop();

    @Test
    void uris_keep_their_names_where_they_lead_to_one_upstream() {
        shop.with("a", Primitive.RESOURCE, "x:///1").with("b_2", Primitive.RESOURCE, "x:///2");
        assertThat(leadsTo("x:///1")).contains("a x:///1");
        assertThat(leadsTo("x:///2")).contains("b_2 x:///2");
        assertThat(leadsTo("x:///3")).isEmpty();
    }

    @Test
    void a_uri_of_two_upstreams_is_wrapped_for_both_and_the_bare_one_leads_nowhere() {
        shop.with("a", Primitive.RESOURCE, "x:///a b?c").with("b_2", Primitive.RESOURCE, "x:///a b?c");
        assertThat(leadsTo("x:///a b?c")).isEmpty();
        assertThat(leadsTo("gw+a:x%3A%2F%2F%2Fa%20b%3Fc")).contains("a x:///a b?c");
        assertThat(leadsTo("gw+b.2:x%3A%2F%2F%2Fa%20b%3Fc")).contains("b_2 x:///a b?c");
        assertThat(list(Primitive.RESOURCE))
                .contains("\"gw+a:x%3A%2F%2F%2Fa%20b%3Fc\"")
                .contains("\"gw+b.2:x%3A%2F%2F%2Fa%20b%3Fc\"")
                .doesNotContain("\"x:///");
    }

    @Test
    void a_template_leads_to_its_upstream_and_two_of_the_same_text_are_wrapped() {
        shop.with("a", Primitive.TEMPLATE, "x:///{n}", "only:///{+n}").with("b_2", Primitive.TEMPLATE, "x:///{n}");
        assertThat(leadsTo("only:///p/q")).contains("a only:///p/q");
        assertThat(leadsTo("x:///1")).isEmpty();
        assertThat(leadsTo("gw+a:x:///1%20b")).contains("a x:///1%20b");
        assertThat(leadsTo("gw+b.2:x:///1")).contains("b_2 x:///1");
        assertThat(list(Primitive.TEMPLATE)).contains("\"gw+a:x:///{n}\"").contains("\"gw+b.2:x:///{n}\"");
    }

    @Test
    void wrapped_uris_that_are_broken_or_name_nobody_lead_nowhere() {
        shop.with("a", Primitive.TEMPLATE, "{+all}");
        for (String uri : List.of("gw+", "gw+:x", "gw+a:%zz", "gw+nobody:x:///1", "gw+A:x:///1", "gw+a")) {
            assertThat(leadsTo(uri).filter(found -> !found.equals("a " + uri)))
                    .as(uri)
                    .isEmpty();
        }
    }

    @Test
    void what_is_denied_as_a_resource_is_not_reached_through_a_template() {
        shop.with("a", Primitive.TEMPLATE, "file:///{+path}");
        assertThat(leadsTo("file:///etc/passwd")).isPresent();
        assertThat(shop.view()
                        .find(Primitive.RESOURCE, "file:///x", ALICE)
                        .orElseThrow()
                        .isShown(hiding("x-template"), FACTS))
                .isTrue();
        assertThat(shop.view()
                        .find(Primitive.RESOURCE, "file:///x", ALICE)
                        .orElseThrow()
                        .isShown(hiding("file:///{+path}"), FACTS))
                .as("hidden with its template")
                .isFalse();
    }

    @Test
    void a_link_in_a_result_can_be_read_by_who_saw_it_and_by_nobody_else() {
        shop.with("a", Primitive.TOOL, "t").with("a", Primitive.RESOURCE, "x:///1");
        ServerView view = shop.view();
        Json result =
                json("{'content':[{'type':'resource_link','uri':'deep:///1','name':'n'},{'type':'text','text':'t'}]}");
        assertThat(view.publicised(Operation.Verb.CALL, A, ALICE, result)).isSameAs(result);
        assertThat(view.find(Primitive.RESOURCE, "deep:///1", ALICE).map(Published::target))
                .contains(new Target(Primitive.RESOURCE, "deep:///1", A, "deep:///1"));
        assertThat(view.find(Primitive.RESOURCE, "deep:///1", BOB)).isEmpty();
    }

    @Test
    void a_link_that_would_lead_elsewhere_is_wrapped() {
        shop.with("a", Primitive.RESOURCE, "x:///1").with("b_2", Primitive.RESOURCE, "y:///1");
        ServerView view = shop.view();
        Json linking = json("{'content':[{'type':'resource','resource':{'uri':'x:///1','text':'t'}}]}");
        assertThat(view.publicised(Operation.Verb.CALL, A, ALICE, linking)).isSameAs(linking);
        Json wrapped = view.publicised(Operation.Verb.CALL, B, ALICE, linking);
        assertThat(wrapped.toString()).contains("gw+b.2:x%3A%2F%2F%2F1").contains("\"text\":\"t\"");
        assertThat(view.find(Primitive.RESOURCE, "gw+b.2:x%3A%2F%2F%2F1", ALICE).map(Published::target))
                .map(Target::upstream)
                .contains(B);
    }

    @Test
    void the_same_unlisted_link_of_two_upstreams_is_told_apart() {
        shop.with("a", Primitive.RESOURCE, "x:///1").with("b_2", Primitive.RESOURCE, "y:///1");
        ServerView view = shop.view();
        Json message = json("{'messages':[{'role':'user','content':{'type':'resource_link','uri':'deep:///1'}}]}");
        assertThat(view.publicised(Operation.Verb.GET, A, ALICE, message)).isSameAs(message);
        assertThat(view.publicised(Operation.Verb.GET, B, ALICE, message).toString())
                .contains("gw+b.2:deep");
        assertThat(leadsTo(view, "deep:///1")).contains("a deep:///1");
        assertThat(leadsTo(view, "gw+b.2:deep%3A%2F%2F%2F1")).contains("b_2 deep:///1");
    }

    @Test
    void views_of_apps_go_by_public_uris() {
        Json tool = json("{'name':'t','_meta':{'ui':{'resourceUri':'ui://v','x':1},'openai/outputTemplate':'ui://v'}}");
        shop.with("a", Definition.tool("t", tool)).with("a", Primitive.RESOURCE, "ui://v");
        assertThat(list(Primitive.TOOL)).contains("{\"ui\":{\"resourceUri\":\"ui://v\",\"x\":1}");
        shop.with("b_2", Primitive.RESOURCE, "ui://v");
        assertThat(list(Primitive.TOOL))
                .contains("{\"ui\":{\"resourceUri\":\"gw+a:ui%3A%2F%2Fv\",\"x\":1},"
                        + "\"openai/outputTemplate\":\"gw+a:ui%3A%2F%2Fv\"}");
    }

    @Test
    void tools_of_one_name_and_tools_with_wrong_annotations_are_not_published() {
        shop.with("a", Primitive.TOOL, "t", "t", "u");
        Json wrong = json("{'name':'w','inputSchema':{'type':'object','x-mcp-header':'H'}}");
        shop.with("a", Definition.tool("w", wrong));
        assertThat(list(Primitive.TOOL)).isEqualTo("{\"tools\":[{\"name\":\"a_t\"},{\"name\":\"a_u\"}]}");
    }

    @Test
    void no_tool_says_that_it_has_core_tasks() {
        shop.with("a", Definition.tool("t", json("{'name':'t','execution':{'taskSupport':'required'}}")));
        shop.with("a", Definition.tool("u", json("{'name':'u','execution':{'taskSupport':'optional','x':1}}")));
        assertThat(list(Primitive.TOOL))
                .isEqualTo("{\"tools\":[{\"name\":\"a_t\"},{\"name\":\"a_u\",\"execution\":{\"x\":1}}]}");
    }

    @Test
    void who_sees_the_same_shares_the_same_bytes_and_a_hidden_entry_changes_the_fingerprint() {
        shop.with("a", Primitive.TOOL, "t", "u");
        ServerView view = shop.view();
        Shelf all = view.shelf(Primitive.TOOL, ALLOW, FACTS, KillSwitches.NONE);
        ListFacts bob = new ListFacts(FACTS.bundle(), FACTS.server(), BOB);
        assertThat(view.shelf(Primitive.TOOL, new PolicyPipeline(List.of(), List.of()), bob, KillSwitches.NONE))
                .isSameAs(all);
        Shelf fewer = view.shelf(Primitive.TOOL, hiding("a_t"), FACTS, KillSwitches.NONE);
        assertThat(fewer.pages().getFirst().result().toString()).isEqualTo("{\"tools\":[{\"name\":\"a_u\"}]}");
        assertThat(fewer.fingerprint()).isNotEqualTo(all.fingerprint());
    }

    @Test
    void an_upstream_that_changes_its_health_leaves_the_view_as_it_was() {
        shop.with("a", Primitive.TOOL, "t");
        Views views = new Views(shop);
        ServerView before = views.of(shop.server(), ClientCapabilities.NONE);
        assertThat(views.of(shop.server(), ClientCapabilities.NONE)).isSameAs(before);
        shop.with("a", Primitive.TOOL, "u");
        assertThat(views.of(shop.server(), ClientCapabilities.NONE)).isNotSameAs(before);
    }

    @Test
    void there_is_one_view_for_all_whose_capabilities_make_no_difference() {
        ClientCapabilities sampling = ClientCapabilities.of(json("{'sampling':{}}"));
        ClientCapabilities roots = ClientCapabilities.of(json("{'roots':{}}"));
        shop.with("a", Primitive.TOOL, "t", "u");
        shop.conditional("a", sampling, Definition.tool("t", json("{'name':'t','title':'other'}")));
        shop.conditional("a", sampling, Definition.tool("more", json("{'name':'more'}")));
        Views views = new Views(shop);
        ServerView everybodys = views.of(shop.server(), ClientCapabilities.NONE);
        ServerView wider = views.of(shop.server(), sampling);
        assertThat(views.of(shop.server(), roots)).isSameAs(everybodys);
        assertThat(views.of(shop.server(), sampling.and(roots))).isSameAs(wider);
        assertThat(list(everybodys, Primitive.TOOL)).isEqualTo("{\"tools\":[{\"name\":\"a_t\"},{\"name\":\"a_u\"}]}");
        assertThat(list(wider, Primitive.TOOL))
                .isEqualTo("{\"tools\":[{\"name\":\"a_t\",\"title\":\"other\"},{\"name\":\"a_u\"},"
                        + "{\"name\":\"a_more\"}]}");
        assertThat(everybodys.find(Primitive.TOOL, "a_more", ALICE)).isEmpty();
        assertThat(wider.find(Primitive.TOOL, "a_more", ALICE)).isPresent();
    }

    @Test
    void a_server_says_what_any_of_its_upstreams_can() {
        shop.with("a", Primitive.TOOL, "t").offering("a", json("{'tools':{},'logging':{}}"), "Use t.");
        assertThat(shop.view().introduction(PinGuard.NONE).capabilities())
                .isEqualTo(json("{'tools':{'listChanged':true},'logging':{}}"));
        shop.with("b_2", Primitive.PROMPT, "p")
                .offering(
                        "b_2",
                        json(
                                "{'prompts':{},'resources':{'subscribe':true},'completions':{},'tasks':{},"
                                        + "'extensions':{'io.modelcontextprotocol/ui':{},'io.modelcontextprotocol/tasks':{},'x/y':{}}}"),
                        "x".repeat(10_000));
        Introduction both = shop.view().introduction(PinGuard.NONE);
        assertThat(both.capabilities())
                .isEqualTo(json("{'tools':{'listChanged':true},'prompts':{'listChanged':true},"
                        + "'resources':{'listChanged':true,'subscribe':true},'completions':{},'logging':{},"
                        + "'extensions':{'io.modelcontextprotocol/ui':{},'io.modelcontextprotocol/tasks':{}}}"));
        assertThat(both.instructions())
                .startsWith("Hello.\n\n# a\nUse t.\n\n# b_2\nxxx")
                .hasSize(Introduction.INSTRUCTIONS_CHARS_MAX);
    }

    @Test
    void an_upstream_that_was_never_reached_may_have_anything() {
        shop.with("a", Primitive.TOOL, "t").unseen("late");
        assertThat(shop.view().introduction(PinGuard.NONE).capabilities())
                .isEqualTo(json("{'tools':{'listChanged':true},'prompts':{'listChanged':true},"
                        + "'resources':{'listChanged':true,'subscribe':true},'completions':{},'logging':{}}"));
    }

    private Optional<String> leadsTo(String uri) {
        return leadsTo(shop.view(), uri);
    }

    private static Optional<String> leadsTo(ServerView view, String uri) {
        return view.find(Primitive.RESOURCE, uri, ALICE)
                .map(found -> found.target().upstream() + " " + found.target().upstreamName());
    }

    private String list(Primitive kind) {
        return list(shop.view(), kind);
    }

    private static String list(ServerView view, Primitive kind) {
        return view.shelf(kind, ALLOW, FACTS, KillSwitches.NONE)
                .pages()
                .getFirst()
                .result()
                .toString();
    }

    private static PolicyPipeline hiding(String publicName) {
        PolicyStage stage = new PolicyStage() {
            @Override
            public StageId id() {
                return new StageId("hide");
            }

            @Override
            public Decision evaluate(CallFacts facts, Operation operation) {
                return Decision.ALLOW;
            }

            @Override
            public Visibility visible(ListFacts facts, Target target, Definition definition) {
                return target.publicName().equals(publicName) ? Visibility.HIDE : Visibility.SHOW;
            }
        };
        return new PolicyPipeline(List.of(stage), List.of());
    }
}
