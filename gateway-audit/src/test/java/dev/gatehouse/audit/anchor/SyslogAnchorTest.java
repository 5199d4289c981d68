package dev.gatehouse.audit.anchor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.audit.proof.Checkpoint;
import dev.gatehouse.audit.proof.NoteLine;
import dev.gatehouse.audit.proof.SealingKey;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A checkpoint is one message of RFC 5424, in a frame of RFC 5425. */
class SyslogAnchorTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final String NOTE =
            new Checkpoint(Checkpoint.origin("0a1b", 7), 12, new byte[32], NOON).signedBy(SealingKey.generate());

    @Test
    void the_message_says_whose_checkpoint_it_is_and_holds_the_whole_note() throws IOException {
        List<byte[]> sent = new ArrayList<>();
        new SyslogAnchor(sent::add, "logs.example.com:6514", 13, () -> NOON).keep(NOTE);
        String line = NoteLine.of(NOTE).orElseThrow().toString();
        String message = "<110>1 2026-11-20T12:00:00.000000Z 0a1b gatehouse - CHECKPOINT"
                + " [gatehouse@32473 chain=\"7\" size=\"12\"] " + line;
        assertThat(sent).hasSize(1);
        assertThat(new String(sent.getFirst(), UTF_8)).isEqualTo(message.length() + " " + message);
    }

    @Test
    void a_collector_that_breaks_off_did_not_get_it() {
        SyslogAnchor anchor = new SyslogAnchor(
                _ -> {
                    throw new IOException("reset");
                },
                "logs.example.com:6514",
                13,
                () -> NOON);
        assertThat(anchor.name()).isEqualTo("syslog logs.example.com:6514");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> anchor.keep(NOTE))
                .withMessage("reset");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> anchor.keep("no note"));
    }
}
