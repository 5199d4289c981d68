package dev.gatehouse.transport.client.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.policy.Deadline;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private final Mailbox<String> mailbox = new Mailbox<>(Waits.start(System::nanoTime));

    @Test
    void what_came_before_the_ending_is_taken_first_and_the_first_ending_stays() throws Exception {
        mailbox.put("a", 1);
        assertThat(mailbox.end("end")).isTrue();
        assertThat(mailbox.end("second end")).isFalse();
        assertThat(mailbox.put("late", 1)).isFalse();
        assertThat(take(1_000)).isEqualTo("a");
        assertThat(take(1_000)).isEqualTo("end");
        assertThat(take(1_000)).isEqualTo("end");
    }

    @Test
    void it_is_full_by_number_or_by_bytes() throws Exception {
        mailbox.put("big", Mailbox.BYTES_MAX);
        assertThat(mailbox.hasRoom()).isFalse();
        take(1_000);
        for (int i = 0; i < Mailbox.ITEMS_MAX; i++) {
            assertThat(mailbox.hasRoom()).isTrue();
            mailbox.put("small", 1);
        }
        assertThat(mailbox.hasRoom()).isFalse();
    }

    @Test
    void nothing_in_time_is_nothing() throws Exception {
        assertThat(mailbox.take(Deadline.in(Duration.ofMillis(20), System.nanoTime())))
                .isEmpty();
    }

    @Test
    void what_is_not_wanted_stays_for_the_next_to_take() throws Exception {
        mailbox.put("wanted", 1);
        mailbox.put("other", 1);
        mailbox.put("wanted too", 1);
        mailbox.end("wanted end");
        assertThat(takeWanted()).contains("wanted");
        assertThat(takeWanted()).isEmpty();
        assertThat(take(1_000)).isEqualTo("other");
        assertThat(takeWanted()).contains("wanted too");
        assertThat(takeWanted()).as("an ending is no item").isEmpty();
        assertThat(take(1_000)).isEqualTo("wanted end");
    }

    private Optional<String> takeWanted() throws InterruptedException {
        return mailbox.takeIf(text -> text.startsWith("wanted"), Duration.ofSeconds(1));
    }

    private String take(long millis) throws InterruptedException {
        return mailbox.take(Deadline.in(Duration.ofMillis(millis), System.nanoTime()))
                .orElse("nothing");
    }
}
