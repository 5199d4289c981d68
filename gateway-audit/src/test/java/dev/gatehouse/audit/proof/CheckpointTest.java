package dev.gatehouse.audit.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckpointTest {
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final SealingKey KEY = SealingKey.generate();
    private static final Checkpoint CHECKPOINT = new Checkpoint(
            Checkpoint.origin("g-1", 1_795_300_000_000L), 17, new byte[32], Instant.parse("2026-11-21T22:55:20.9Z"));

    @Test
    void a_note_is_read_back_by_whoever_has_the_key() {
        String note = CHECKPOINT.signedBy(KEY);
        assertThat(note).startsWith("gatehouse-audit/g-1/1795300000000\n17\n").endsWith("\n");
        assertThat(Checkpoint.read(note, List.of(SealingKey.generate().publicKey(), KEY.publicKey())))
                .hasValueSatisfying(read -> {
                    assertThat(read.origin()).isEqualTo(CHECKPOINT.origin());
                    assertThat(read.size()).isEqualTo(17);
                    assertThat(read.time()).isEqualTo("2026-11-21T22:55:20Z");
                });
    }

    @Test
    void a_note_with_any_byte_changed_is_none() {
        byte[] note = CHECKPOINT.signedBy(KEY).getBytes(UTF_8);
        for (int at = 0; at < note.length - 1; at++) {
            byte[] changed = note.clone();
            changed[at] ^= 1;
            String text = new String(changed, UTF_8);
            assertThat(Checkpoint.read(text, List.of(KEY.publicKey())))
                    .as("byte %d", at)
                    .isEmpty();
        }
    }

    @Test
    void a_note_that_says_the_same_bytes_in_other_digits_is_none() {
        String note = CHECKPOINT.signedBy(KEY);
        int last = note.lastIndexOf('=') - 1;
        char sameByte = DIGITS.charAt(DIGITS.indexOf(note.charAt(last)) + 1);
        String changed = note.substring(0, last) + sameByte + note.substring(last + 1);
        assertThat(Base64.getDecoder().decode(signature(changed)))
                .isEqualTo(Base64.getDecoder().decode(signature(note)));
        assertThat(Checkpoint.read(changed, List.of(KEY.publicKey()))).isEmpty();
    }

    private static String signature(String note) {
        return note.substring(note.lastIndexOf(' ') + 1).trim();
    }

    @Test
    void a_note_by_another_key_is_none() {
        String note = CHECKPOINT.signedBy(SealingKey.generate());
        assertThat(Checkpoint.read(note, List.of(KEY.publicKey()))).isEmpty();
    }

    @Test
    void keys_are_what_they_were_when_they_are_stored_and_read() {
        assertThat(SealingKey.of(KEY.toBytes()).publicKey().toString())
                .isEqualTo(KEY.publicKey().toString());
        assertThat(PublicKey.parse(KEY.publicKey().toString()).id())
                .isEqualTo(KEY.publicKey().id());
        assertThatThrownBy(() -> PublicKey.parse("00")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SealingKey.of(new byte[3])).isInstanceOf(IllegalArgumentException.class);
    }
}
