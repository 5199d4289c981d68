package dev.gatehouse.policy.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.Glob;
import dev.gatehouse.core.policy.ListFacts;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.policy.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectedStageTest {
    private static final StageId ID = new StageId("p[0]");

    @ParameterizedTest
    @CsvSource({
        // rule, globs, tool, allowed
        "deny, *, gh_get_issue, false",
        "deny, gh_*, gh_get_issue, false",
        "deny, gh_*, files_read, true",
        "deny, gh_get_issue, gh_get_issue, false",
        "deny, gh_get_issue, gh_get_issues, true",
        "deny, gh_get_issue, GH_GET_ISSUE, true",
        "deny, a b c, c, false",
        "deny, ??, ab, false",
        "deny, ??, abc, true",
        "deny, *_secret*, gh_get_secrets, false",
        "deny, *a*a*a*a*a*a*a*a*b, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, true",
        "only, *, gh_get_issue, true",
        "only, gh_*, gh_get_issue, true",
        "only, gh_*, files_read, false",
        "only, a b, b, true",
        "only, a b, c, false",
        "only, gh_, gh_get_issue, false",
    })
    void a_rule_denies_and_hides_the_same_tools(String kind, String globs, String tool, boolean allowed) {
        List<Glob> patterns = Arrays.stream(globs.split(" ")).map(Glob::new).toList();
        PolicyStage rule = kind.equals("deny") ? denyTools(patterns) : new OnlyTools(ID, patterns, "No.");
        assertThat(SelectedStageTest.allows(rule, Primitive.TOOL, tool)).isEqualTo(allowed);
        assertThat(shows(rule, tool)).isEqualTo(allowed);
    }

    @Test
    void an_empty_list_of_the_only_tools_admits_none() {
        assertThat(shows(new OnlyTools(ID, List.of(), "No."), "a")).isFalse();
    }

    @Test
    void the_reason_reaches_the_caller() {
        assertThat(Calls.judge(List.of(deny(tools(List.of(new Glob("*"))), "Ask first.")), tool("a")))
                .hasToString("DENIED p[0]: Ask first.");
    }

    @Test
    void a_rule_about_tools_is_about_nothing_else() {
        PolicyStage rule = denyTools(List.of(new Glob("*")));
        assertThat(allows(rule, Primitive.PROMPT, "a")).isTrue();
        assertThat(allows(rule, Primitive.RESOURCE, "a")).isTrue();
    }

    @Test
    void a_tool_must_pass_every_rule() {
        PolicyStage only = new OnlyTools(ID, List.of(new Glob("gh_*")), "No.");
        PolicyStage deny = denyTools(List.of(new Glob("gh_delete_*")));
        PolicyPipeline both = new PolicyPipeline(List.of(only, deny), List.of());
        assertThat(shows(both, "gh_get_issue")).isTrue();
        assertThat(shows(both, "gh_delete_issue")).isFalse();
        assertThat(shows(both, "files_read")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        // prompts, resources, kind, name, selected
        "a, , PROMPT, a, true",
        "a, , PROMPT, b, false",
        "a, , TOOL, a, false",
        ", file:*, RESOURCE, file:///x, true",
        ", file:*, TEMPLATE, file:///{path}, true",
        ", file:*, RESOURCE, http://x, false",
        "a, file:*, PROMPT, a, true",
        "a, file:*, RESOURCE, file:///x, true",
        "a, file:*, TOOL, a, false",
        ", , TOOL, a, true",
        ", , RESOURCE, file:///x, true",
    })
    void names_select_by_kind_and_no_names_select_everything(
            String prompts, String resources, Primitive kind, String name, boolean selected) {
        Selection selection = Selection.named(
                Optional.empty(),
                Optional.ofNullable(prompts).map(SelectedStageTest::globs),
                Optional.ofNullable(resources).map(SelectedStageTest::globs));
        assertThat(SelectedStageTest.allows(deny(selection, "No."), kind, name)).isEqualTo(!selected);
    }

    private static List<Glob> globs(String one) {
        return List.of(new Glob(one));
    }

    private static PolicyStage denyTools(List<Glob> globs) {
        return deny(tools(globs), "No.");
    }

    private static Selection tools(List<Glob> globs) {
        return Selection.named(Optional.of(globs), Optional.empty(), Optional.empty());
    }

    private static PolicyStage deny(Selection selection, String reason) {
        return new SelectedStage(new Denial(ID, reason), selection);
    }

    private static boolean allows(PolicyStage rule, Primitive kind, String name) {
        return Calls.judge(List.of(rule), new Target(kind, name, new UpstreamId("u"), name))
                .allowed();
    }

    private static boolean shows(PolicyStage rule, String tool) {
        return shows(new PolicyPipeline(List.of(rule), List.of()), tool);
    }

    private static boolean shows(PolicyPipeline pipeline, String tool) {
        ListFacts facts = new ListFacts(new BundleName("b"), new ServerName("s"), Principal.ANONYMOUS);
        return pipeline.shows(facts, tool(tool), Definition.tool(tool, Json.EMPTY_OBJECT));
    }

    private static Target tool(String name) {
        return new Target(Primitive.TOOL, name, new UpstreamId("u"), name);
    }
}
