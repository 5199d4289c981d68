package dev.gatehouse.server.config;

import static dev.gatehouse.testkit.wait.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest {
    @TempDir
    Path dir;

    private final AtomicInteger reloads = new AtomicInteger();
    private final Set<Path> files = new HashSet<>();
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(dir.resolve("gatehouse.yaml"), "a");
        files.add(file);
    }

    @Test
    void nothing_happens_while_nothing_changes() throws IOException {
        try (ConfigWatch watch = watch()) {
            look(watch, 3);
            Files.setLastModifiedTime(file, FileTime.fromMillis(0));
            look(watch, 3);
        }
        assertThat(reloads).hasValue(0);
    }

    @Test
    void a_change_is_reloaded_once_and_only_when_it_has_settled() throws IOException {
        try (ConfigWatch watch = watch()) {
            Files.writeString(file, "b");
            watch.look();
            Files.writeString(file, "bc");
            watch.look();
            assertThat(reloads).hasValue(0);
            look(watch, 3);
        }
        assertThat(reloads).hasValue(1);
    }

    @Test
    void the_same_size_and_time_hide_no_change() throws IOException {
        try (ConfigWatch watch = watch()) {
            FileTime time = Files.getLastModifiedTime(file);
            Files.writeString(file, "b");
            Files.setLastModifiedTime(file, time);
            look(watch, 2);
        }
        assertThat(reloads).hasValue(1);
    }

    @Test
    void a_swapped_link_is_a_change() throws IOException {
        Path first = Files.writeString(dir.resolve("first"), "1");
        Path second = Files.writeString(dir.resolve("second"), "2");
        Path link = Files.createSymbolicLink(dir.resolve("link"), first);
        files.add(link);
        try (ConfigWatch watch = watch()) {
            Path next = Files.createSymbolicLink(dir.resolve("next"), second);
            Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
            look(watch, 2);
        }
        assertThat(reloads).hasValue(1);
    }

    @Test
    void a_file_that_goes_and_comes_back_as_it_was_is_no_change() throws IOException {
        try (ConfigWatch watch = watch()) {
            Files.delete(file);
            watch.look();
            Files.writeString(file, "a");
            look(watch, 3);
        }
        assertThat(reloads).hasValue(0);
    }

    @Test
    void a_reload_that_throws_does_not_end_the_watch() throws IOException {
        try (ConfigWatch watch = new ConfigWatch(() -> files, () -> {
            reloads.incrementAndGet();
            throw new IllegalStateException("bug");
        })) {
            Files.writeString(file, "b");
            look(watch, 2);
            Files.writeString(file, "c");
            look(watch, 2);
        }
        assertThat(reloads).hasValue(2);
    }

    @Test
    void files_that_a_reload_adds_are_watched_from_then_on() throws IOException {
        Path secret = Files.writeString(dir.resolve("secret"), "s");
        try (ConfigWatch watch = new ConfigWatch(() -> Set.copyOf(files), () -> {
            reloads.incrementAndGet();
            files.add(secret);
        })) {
            Files.writeString(file, "b");
            look(watch, 4);
            assertThat(reloads).hasValue(1);
            Files.writeString(secret, "t");
            look(watch, 2);
        }
        assertThat(reloads).hasValue(2);
    }

    @Test
    void a_started_watch_looks_by_itself() throws Exception {
        CountDownLatch reloaded = new CountDownLatch(1);
        try (ConfigWatch watch = new ConfigWatch(() -> files, reloaded::countDown)) {
            watch.start();
            Files.writeString(file, "b");
            await("reloaded", reloaded);
        }
    }

    private ConfigWatch watch() {
        return new ConfigWatch(() -> files, reloads::incrementAndGet);
    }

    private static void look(ConfigWatch watch, int times) {
        for (int i = 0; i < times; i++) {
            watch.look();
        }
    }
}
