package dev.gatehouse.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A note on one line is the note again. */
class NoteLineTest {
    private static final SealingKey KEY = SealingKey.generate();
    private static final String NOTE = new Checkpoint(
                    Checkpoint.origin("0a1b", 7), 12, new byte[32], Instant.parse("2026-11-20T12:00:00Z"))
            .signedBy(KEY);

    @Test
    void a_note_comes_back_byte_by_byte_from_a_line_of_a_log() {
        NoteLine line = NoteLine.of(NOTE).orElseThrow();
        assertThat(line.toString()).matches("[ -~]+").startsWith(NoteLine.MARK + "gatehouse-audit/0a1b/7 12 AAAA");
        String logged = "Nov 20 12:00:01 host " + NoteLine.MARK + "of another <109>1 - - " + line + " -- mark\r";
        NoteLine back = NoteLine.in(logged).orElseThrow();
        assertThat(back.note()).isEqualTo(NOTE);
        assertThat(back.gateway()).isEqualTo("0a1b");
        assertThat(Checkpoint.read(back.note(), List.of(KEY.publicKey()))).isPresent();
    }

    @Test
    void what_is_cut_or_no_note_is_none() {
        String line = NoteLine.of(NOTE).orElseThrow().toString();
        assertThat(NoteLine.in(line.substring(0, 60))).isEmpty();
        assertThat(NoteLine.in("gatehouse-checkpoint")).isEmpty();
        assertThat(NoteLine.of(NOTE.replace("12\n", "x\n"))).isEmpty();
        assertThat(NoteLine.of(NOTE + "more\n")).isEmpty();
    }
}
