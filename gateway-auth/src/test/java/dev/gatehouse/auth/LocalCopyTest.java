package dev.gatehouse.auth;

import static dev.gatehouse.testkit.wait.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.auth.agent.CredentialChange;
import dev.gatehouse.auth.apikey.ApiKeyChange;
import dev.gatehouse.auth.apikey.ApiKeys;
import dev.gatehouse.auth.keys.MasterKey;
import dev.gatehouse.auth.keys.SealedFile;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.testkit.postgres.Connectable;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start while the database is away: known agents work, revoked ones do not, and nothing but our own copy is believed. */
class LocalCopyTest {
    private static final String DATABASE = "jdbc:postgresql://db/gatehouse";
    private static final String PURPOSE = "agents and signing keys";

    @TempDir
    Path folder;

    private TestWorld world;
    private Path file;
    private CredentialChange.Issued red;
    private CredentialChange.Issued blue;
    private AccessToken redKey;
    private AccessToken redToken;
    private AccessToken blueToken;

    @BeforeEach
    void runOnce() throws Exception {
        world = TestWorld.fresh();
        file = folder.resolve("agents.sealed");
        try (Auth auth = Auth.open(parts(world.database))) {
            red = (CredentialChange.Issued) auth.credentials().create(TestWorld.RED, "test");
            blue = (CredentialChange.Issued) auth.credentials().create(TestWorld.BLUE, "test");
            redToken = token(auth, red, TestWorld.RED_MCP);
            var wish = new ApiKeys.Wish("ci", Optional.empty(), ApiKeys.LIFETIME);
            var key = (ApiKeyChange.Issued) auth.apiKeys().create(TestWorld.RED, wish, "test");
            redKey = new AccessToken(key.key().value());
            blueToken = token(auth, blue, TestWorld.BLUE_MCP);
            auth.credentials().revoke(TestWorld.BLUE, "test");
        }
    }

    @Test
    void known_agents_keep_their_credentials_and_their_tokens() throws Exception {
        try (Auth auth = Auth.restore(parts(away()))) {
            assertThat(accepted(auth, redToken)).isTrue();
            assertThat(accepted(auth, redKey)).isTrue();
            AccessToken another = token(auth, red, TestWorld.RED_MCP);
            assertThat(accepted(auth, another)).isTrue();
        }
    }

    @Test
    void a_revocation_that_was_seen_stays_in_force() throws Exception {
        try (Auth auth = Auth.restore(parts(away()))) {
            assertThat(accepted(auth, blueToken)).isFalse();
            assertThat(TestWorld.token(auth.endpoints(), blue, TestWorld.BLUE_MCP)
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void a_revocation_made_elsewhere_is_written_down_when_it_is_seen() throws Exception {
        try (Auth here = Auth.open(parts(world.database))) {
            var elsewhere = world.credentials(world.roster());
            byte[] before = Files.readAllBytes(file);
            elsewhere.revoke(TestWorld.RED, "test");
            until("red is out", () -> !accepted(here, redToken));
            until("written down", () -> !Arrays.equals(before, Files.readAllBytes(file)));
        }
        try (Auth auth = Auth.restore(parts(away()))) {
            assertThat(accepted(auth, redToken)).isFalse();
        }
    }

    @Test
    void what_nobody_issued_is_refused() throws Exception {
        try (Auth auth = Auth.restore(parts(away()))) {
            var stranger = new CredentialChange.Issued(blue.clientId() + "0", red.secret(), Optional.empty());
            var guess = new CredentialChange.Issued(red.clientId(), blue.secret(), Optional.empty());
            assertThat(TestWorld.token(auth.endpoints(), stranger, TestWorld.RED_MCP)
                            .status())
                    .isEqualTo(401);
            assertThat(TestWorld.token(auth.endpoints(), guess, TestWorld.RED_MCP)
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void changes_made_meanwhile_arrive_with_the_database() throws Exception {
        try (Auth auth = Auth.restore(parts(world.database))) {
            assertThat(accepted(auth, redToken)).isTrue();
            world.credentials(world.roster()).revoke(TestWorld.RED, "test");
            until("red is out", () -> !accepted(auth, redToken));
        }
    }

    @Test
    void without_a_copy_there_is_no_start() throws Exception {
        Files.delete(file);
        refused("there is no local copy");
    }

    @Test
    void a_copy_with_any_byte_changed_or_missing_is_refused() throws Exception {
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            Files.write(file, bad);
            refused("was altered");
        }
        for (int length : new int[] {0, 1, 12, 28, 29, good.length / 2, good.length - 1}) {
            Files.write(file, Arrays.copyOf(good, length));
            refused("was altered");
        }
    }

    @Test
    void a_copy_sealed_with_another_key_or_for_another_purpose_is_refused() throws Exception {
        MasterKey other = MasterKey.parse("test", "0f1e3a5c7b9d0f2e4a6c8b0d1f3e5a7c9b1d0f2e4a6c8b0d2f3e5a7c9b1d0f4e");
        byte[] plain = sealed(world.master, PURPOSE).read().orElseThrow();
        sealed(other, PURPOSE).write(plain);
        refused("another master key");
        sealed(world.master, "something else").write(plain);
        refused("another master key");
    }

    @Test
    void a_copy_of_another_database_is_refused() throws Exception {
        LocalCopy elsewhere = new LocalCopy(sealed(world.master, PURPOSE), DATABASE + "2", world.clock.clocks());
        assertThatThrownBy(() -> elsewhere.restore(parts(away()))).hasMessageContaining("another database");
    }

    @Test
    void a_copy_of_another_format_is_refused() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new DataOutputStream(bytes).writeInt(0);
        sealed(world.master, PURPOSE).write(bytes.toByteArray());
        refused("format 0");
    }

    @Test
    void a_copy_with_something_behind_its_end_or_without_its_end_is_refused() throws Exception {
        byte[] plain = sealed(world.master, PURPOSE).read().orElseThrow();
        sealed(world.master, PURPOSE).write(Arrays.copyOf(plain, plain.length + 1));
        refused("behind its end");
        sealed(world.master, PURPOSE).write(Arrays.copyOf(plain, plain.length - 1));
        refused("cannot be read");
    }

    @Test
    void a_copy_that_was_not_confirmed_for_a_day_is_refused() throws Exception {
        world.clock.advance(LocalCopy.AGE_MAX);
        Auth.restore(parts(away())).close();
        world.clock.advance(Duration.ofSeconds(1));
        refused("was last confirmed at");
    }

    @Test
    void a_copy_from_the_future_is_refused() throws Exception {
        world.clock.advance(Duration.ofMinutes(-6));
        refused("was last confirmed at");
    }

    @Test
    void a_copy_is_confirmed_again_while_the_database_agrees() throws Exception {
        try (Auth auth = Auth.open(parts(world.database))) {
            byte[] before = Files.readAllBytes(file);
            world.clock.advance(LocalCopy.CONFIRMED_EACH);
            until("written down", () -> !Arrays.equals(before, Files.readAllBytes(file)));
        }
        world.clock.advance(LocalCopy.AGE_MAX);
        Auth.restore(parts(away())).close();
    }

    @Test
    void a_copy_that_cannot_be_brought_up_to_date_is_removed() throws Exception {
        try (Auth auth = Auth.open(parts(world.database))) {
            // Where the new copy would be drafted stands something that cannot be replaced.
            Files.createDirectories(folder.resolve("agents.sealed.new/in the way"));
            auth.credentials().revoke(TestWorld.RED, "test");
        }
        assertThat(file).doesNotExist();
        refused("there is no local copy");
    }

    @Test
    void only_its_owner_may_read_it_and_no_secret_stands_in_it() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .doesNotContain(red.clientId(), "red", red.secret().value());
    }

    private void refused(String why) throws Exception {
        assertThatThrownBy(() -> Auth.restore(parts(away())).close())
                .isInstanceOf(LocalCopyException.class)
                .hasMessageContaining(why);
    }

    private SealedFile sealed(MasterKey master, String purpose) {
        return new SealedFile(file, master, purpose);
    }

    private Auth.Parts parts(DataSource database) {
        Clocks clocks = world.clock.clocks();
        LocalCopy copy = new LocalCopy(sealed(world.master, PURPOSE), DATABASE, clocks);
        return new Auth.Parts(
                TestWorld.ISSUER,
                world.master,
                database,
                world.journal,
                () -> world.revision,
                Optional.of(copy),
                clocks);
    }

    /** A port at which nobody listens. */
    private static DataSource away() {
        return new Connectable("jdbc:postgresql://127.0.0.1:1/none", "nobody", "").dataSource();
    }

    private static boolean accepted(Auth auth, AccessToken token) {
        return auth.authenticator().authenticate(token, TestWorld.RED_AUDIENCES) instanceof Authentication.Authenticated
                || auth.authenticator().authenticate(token, Set.of(TestWorld.BLUE_MCP))
                        instanceof Authentication.Authenticated;
    }

    private static AccessToken token(Auth auth, CredentialChange.Issued client, String resource) throws Exception {
        Answer answer = TestWorld.token(auth.endpoints(), client, resource);
        return new AccessToken(TestWorld.json(answer).text("access_token").orElseThrow());
    }
}
