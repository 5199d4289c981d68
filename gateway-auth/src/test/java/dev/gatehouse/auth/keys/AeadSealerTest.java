package dev.gatehouse.auth.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.identity.Sealer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AeadSealerTest {
    private static final byte[] PLAIN = "replica-1|session".getBytes(StandardCharsets.UTF_8);

    private static final Keyring RING = new Keyring(key("8f"), List.of(DataKey.random(1, Instant.EPOCH)));

    private final Sealer sealer = sealer(RING);

    @Test
    void a_seal_opens_after_a_restart_with_the_same_key() {
        String sealed = sealer.seal("session", PLAIN);

        assertThat(sealer(RING).open("session", sealed)).hasValue(PLAIN);
        assertThat(sealed).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void another_purpose_and_another_key_open_nothing() {
        String sealed = sealer.seal("session", PLAIN);

        assertThat(sealer.open("cursor", sealed)).isEmpty();
        assertThat(sealer(new Keyring(key("8f"), List.of(DataKey.random(1, Instant.EPOCH))))
                        .open("session", sealed))
                .isEmpty();
    }

    @Test
    void no_altered_character_goes_unseen() {
        String sealed = sealer.seal("session", PLAIN);

        for (int i = 0; i < sealed.length(); i++) {
            for (char other : new char[] {'A', 'B', '-', '=', ' ', 'é'}) {
                if (sealed.charAt(i) != other) {
                    String altered = sealed.substring(0, i) + other + sealed.substring(i + 1);
                    assertThat(sealer.open("session", altered)).as(altered).isEmpty();
                }
            }
            assertThat(sealer.open("session", sealed.substring(0, i))).isEmpty();
        }
        assertThat(sealer.open("session", sealed + "A")).isEmpty();
        assertThat(sealer.open("session", sealed + "=")).isEmpty();
    }

    @Test
    void the_same_text_never_seals_the_same_way_twice() {
        Set<String> seals = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            seals.add(sealer.seal("session", PLAIN));
        }

        assertThat(seals).hasSize(1_000);
    }

    @Test
    void what_is_too_long_is_refused_and_the_longest_allowed_is_not() {
        byte[] longest = new byte[AeadSealer.PLAIN_MAX_BYTES];

        assertThat(sealer.open("session", sealer.seal("session", longest))).hasValue(longest);
        assertThat(sealer.open("session", "A".repeat(AeadSealer.SEALED_MAX_CHARS + 4)))
                .isEmpty();
        assertThatThrownBy(() -> sealer.seal("session", new byte[AeadSealer.PLAIN_MAX_BYTES + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void purposes_do_not_pile_up() {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        sealer.seal("purpose-" + i, PLAIN);
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("purposes");
    }

    @Test
    void what_the_master_key_sealed_before_there_were_data_keys_opens_still() {
        byte[] former =
                new Aead(key("8f").derive("seal/session")).seal("session".getBytes(StandardCharsets.UTF_8), PLAIN);

        assertThat(sealer.open("session", Base64Url.encode(former))).hasValue(PLAIN);
        assertThat(sealer.open("cursor", Base64Url.encode(former))).isEmpty();
    }

    private static AeadSealer sealer(Keyring ring) {
        return new AeadSealer(() -> ring, Clocks.SYSTEM);
    }

    private static MasterKey key(String first) {
        try {
            return MasterKey.parse("test", first + "1e3a5c7b9d0f2e4a6c8b0d1f3e5a7c9b1d0f2e4a6c8b0d2f3e5a7c9b1d0f4e");
        } catch (MasterKeyException e) {
            throw new AssertionError(e);
        }
    }
}
