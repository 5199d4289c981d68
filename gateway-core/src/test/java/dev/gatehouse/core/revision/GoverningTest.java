package dev.gatehouse.core.revision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.audit.AuditSettings;
import dev.gatehouse.core.audit.PayloadMode;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.upstream.Screen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GoverningTest {
    private static final ServerName SHOP = new ServerName("shop");

    private final Revision revision = new Revision(
            "r",
            Map.of(),
            List.of(
                    bundle("sales", new Members(Set.of("okta/Sales"), Set.of(), false)),
                    bundle("leads", new Members(Set.of("okta/Leads"), Set.of("okta/ann"), false)),
                    bundle("guests", new Members(Set.of(), Set.of(), true))),
            Map.of(new AgentName("bot"), new Agent(new AgentName("bot"), new BundleName("leads"), Optional.empty())),
            Map.of());

    @Test
    void a_person_belongs_by_name_or_group() {
        assertThat(governing(person("okta/ann", Set.of()))).contains("leads");
        assertThat(governing(person("okta/bob", Set.of("okta/Leads")))).contains("leads");
        assertThat(governing(person("okta/bob", Set.of("okta/Other")))).isEmpty();
    }

    @Test
    void another_provider_cannot_speak_for_the_first_one() {
        assertThat(governing(person("entra/ann", Set.of("entra/Leads", "Leads"))))
                .isEmpty();
    }

    @Test
    void of_several_bundles_the_first_of_the_file_governs_unless_one_was_chosen() {
        Set<String> both = Set.of("okta/Sales", "okta/Leads");
        assertThat(governing(person("okta/bob", both))).contains("sales");
        assertThat(governing(person("okta/bob", both, "leads"))).contains("leads");
    }

    @Test
    void a_choice_gives_nobody_a_bundle_they_do_not_belong_to() {
        assertThat(governing(person("okta/bob", Set.of("okta/Sales"), "leads"))).isEmpty();
        assertThat(governing(person("okta/bob", Set.of("okta/Sales"), "gone"))).isEmpty();
    }

    @Test
    void an_agent_of_the_file_belongs_where_the_file_says_and_another_where_its_registration_says() {
        assertThat(governing(agent("bot", Optional.of("sales")))).contains("leads");
        assertThat(governing(agent("registered", Optional.of("sales")))).contains("sales");
        assertThat(governing(agent("registered", Optional.empty()))).isEmpty();
    }

    @Test
    void whoever_brings_no_token_belongs_only_where_such_are_welcome() {
        assertThat(governing(Principal.ANONYMOUS)).contains("guests");
    }

    private Optional<String> governing(Principal principal) {
        return revision.governing(principal, SHOP).map(bundle -> bundle.name().value());
    }

    private static Principal person(String name, Set<String> groups, String... chosen) {
        return new Principal(
                Principal.Kind.USER,
                "https://gw.example",
                "0b7e",
                Optional.of(name),
                "client",
                groups,
                Set.of(),
                Optional.of(List.of(chosen))
                        .filter(list -> !list.isEmpty())
                        .map(list -> new BundleName(list.getFirst())),
                Optional.empty(),
                Optional.empty(),
                Instant.MAX);
    }

    private static Principal agent(String name, Optional<String> bundle) {
        return new Principal(
                Principal.Kind.AGENT,
                "https://gw.example",
                name,
                Optional.empty(),
                "client",
                Set.of(),
                Set.of(),
                bundle.map(BundleName::new),
                Optional.empty(),
                Optional.empty(),
                Instant.MAX);
    }

    private static Bundle bundle(String name, Members members) {
        return new Bundle(
                new BundleName(name),
                members,
                Set.of(SHOP),
                new PolicyPipeline(List.of(), List.of()),
                Screen.NONE,
                new AuditSettings(PayloadMode.DIGEST, Duration.ofDays(1)));
    }
}
