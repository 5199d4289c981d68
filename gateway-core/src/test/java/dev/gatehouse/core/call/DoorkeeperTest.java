package dev.gatehouse.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditSettings;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.identity.Authenticator;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Challenge;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.identity.Standing;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.revision.Bundle;
import dev.gatehouse.core.revision.Members;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.revision.VirtualServer;
import dev.gatehouse.core.upstream.Screen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DoorkeeperTest {
    private static final Principal ALICE = new Principal(
            Principal.Kind.USER, "gw", "alice", "client", Set.of(), Set.of("read:tools", "execute:tools"), Instant.MAX);
    private static final Authenticator ONLY_GOOD =
            (token, audiences) -> token.value().equals("good")
                    ? new Authentication.Authenticated(ALICE)
                    : new Authentication.Rejected(Challenge.invalid("bad"));
    private static final Optional<AccessToken> NONE = Optional.empty();

    private final List<AuditEvent> recorded = new ArrayList<>();
    private boolean journalWorks = true;
    private Standing standing = _ -> true;
    private long nanos;

    @Test
    void a_good_token_is_let_in_with_its_revision() {
        Admission admission = admit(revision(false), "open", token("good"));
        assertThat(admission).isInstanceOfSatisfying(Admission.Admitted.class, admitted -> {
            assertThat(admitted.principal()).isEqualTo(ALICE);
            assertThat(admitted.server().name()).isEqualTo(new ServerName("open"));
        });
    }

    @Test
    void a_credential_that_is_new_is_recorded_and_one_that_is_known_is_not() {
        Doorkeeper known = doorkeeper((_, _) -> new Authentication.Authenticated(ALICE, false));
        known.admit(revision(false), "open", token("good"), "peer");
        assertThat(recorded).isEmpty();
        Doorkeeper fresh = doorkeeper((_, _) -> new Authentication.Authenticated(ALICE, true));
        fresh.admit(revision(false), "open", token("good"), "peer");
        assertThat(recorded).singleElement().isInstanceOfSatisfying(AuditEvent.TokenAccepted.class, accepted -> {
            assertThat(accepted.subject()).isEqualTo("alice");
            assertThat(accepted.server()).isEqualTo(new ServerName("open"));
            assertThat(accepted.peer()).isEqualTo("peer");
        });
    }

    @Test
    void nobody_without_a_token_comes_in_and_unknown_servers_look_the_same() {
        assertThat(admit(revision(false), "open", NONE)).isEqualTo(new Admission.TurnedAway(Challenge.missing()));
        assertThat(admit(revision(false), "nowhere", NONE)).isEqualTo(new Admission.TurnedAway(Challenge.missing()));
        assertThat(admit(revision(true), "nowhere", NONE)).isEqualTo(new Admission.TurnedAway(Challenge.missing()));
    }

    @Test
    void anonymous_callers_come_in_where_a_bundle_says_so_but_a_bad_token_never_does() {
        assertThat(admit(revision(true), "open", NONE))
                .isInstanceOfSatisfying(
                        Admission.Admitted.class,
                        admitted -> assertThat(admitted.principal()).isEqualTo(Principal.ANONYMOUS));
        assertThat(admit(revision(true), "open", token("bad"))).isInstanceOf(Admission.TurnedAway.class);
        assertThat(recorded).hasSize(1);
    }

    @Test
    void only_a_proved_caller_learns_that_a_server_does_not_exist() {
        assertThat(admit(revision(false), "nowhere", token("good"))).isInstanceOf(Admission.NoSuchServer.class);
        assertThat(admit(revision(false), "../etc/passwd", token("good"))).isInstanceOf(Admission.NoSuchServer.class);
    }

    @Test
    void an_authenticator_that_throws_lets_nobody_in() {
        Doorkeeper doorkeeper = doorkeeper((_, _) -> {
            throw new IllegalStateException("token was s3cret");
        });
        Admission admission = doorkeeper.admit(revision(true), "open", token("good"), "peer");
        assertThat(admission).isInstanceOfSatisfying(Admission.TurnedAway.class, away -> {
            assertThat(away.challenge().kind()).isEqualTo(Challenge.Kind.UNAVAILABLE);
            assertThat(away.challenge().reason()).doesNotContain("s3cret");
        });
    }

    @Test
    void a_flood_of_bad_tokens_is_summed_with_an_exact_count() {
        Doorkeeper doorkeeper = doorkeeper(ONLY_GOOD);
        for (int i = 0; i < 1_000; i++) {
            doorkeeper.admit(revision(false), "open", token("bad"), "peer");
        }
        assertThat(recorded).hasSize(Flood.SINGLE_PER_SECOND_MAX);
        nanos += 1_000_000_000L;
        doorkeeper.admit(revision(false), "open", token("bad"), "peer");
        assertThat(counted()).isEqualTo(1_001);
    }

    @Test
    void rejections_that_could_not_be_recorded_are_counted_later() {
        Doorkeeper doorkeeper = doorkeeper(ONLY_GOOD);
        journalWorks = false;
        doorkeeper.admit(revision(false), "open", token("bad"), "peer");
        journalWorks = true;
        doorkeeper.admit(revision(false), "open", token("bad"), "peer");
        assertThat(counted()).isEqualTo(2);
    }

    @Test
    void who_waits_may_stay_while_a_bundle_grants_it_and_the_credentials_stand() {
        ServerName open = new ServerName("open");
        assertThat(mayStay(revision(true), Principal.ANONYMOUS, open)).isTrue();
        assertThat(mayStay(revision(false), Principal.ANONYMOUS, open)).isFalse();
        assertThat(mayStay(revision(true), Principal.ANONYMOUS, new ServerName("gone")))
                .isFalse();
        standing = _ -> false;
        assertThat(mayStay(revision(true), Principal.ANONYMOUS, open)).isFalse();
        standing = _ -> {
            throw new IllegalStateException("a bug");
        };
        assertThat(mayStay(revision(true), Principal.ANONYMOUS, open)).isFalse();
    }

    private boolean mayStay(Revision revision, Principal principal, ServerName server) {
        return doorkeeper(ONLY_GOOD).mayStay(revision, principal, server);
    }

    private long counted() {
        return recorded.stream()
                .mapToLong(event -> ((AuditEvent.CallRejected) event).count())
                .sum();
    }

    private Admission admit(Revision revision, String server, Optional<AccessToken> token) {
        return doorkeeper(ONLY_GOOD).admit(revision, server, token, "peer");
    }

    private Doorkeeper doorkeeper(Authenticator authenticator) {
        Clocks clocks = new Clocks(() -> Instant.EPOCH, () -> nanos);
        AuditJournal journal = event -> {
            if (!journalWorks) {
                throw new AuditUnavailableException("down");
            }
            recorded.add(event);
            return null;
        };
        return new Doorkeeper(
                authenticator, standing, () -> KillSwitches.NONE, new Rejections(journal, clocks), clocks);
    }

    private static Optional<AccessToken> token(String value) {
        return Optional.of(new AccessToken(value));
    }

    private static Revision revision(boolean anonymous) {
        ServerName name = new ServerName("open");
        VirtualServer server = new VirtualServer(name, "http://gw/mcp", "http://gw/sse", "", List.of());
        Bundle bundle = new Bundle(
                new BundleName("b"),
                new Members(Set.of(), Set.of(), anonymous),
                Set.of(name),
                new PolicyPipeline(List.of(), List.of()),
                Screen.NONE,
                AuditSettings.DEFAULT);
        return new Revision("r", Map.of(name, server), List.of(bundle), Map.of(), Map.of());
    }
}
