package dev.gatehouse.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.config.ConfigFile;
import dev.gatehouse.server.config.Loaded;
import dev.gatehouse.server.config.bind.Secrets;
import dev.gatehouse.transport.face.FaceSettings;
import dev.gatehouse.transport.stream.StreamLimits;
import dev.gatehouse.transport.wire.OldFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenerSpecsTest {
    @TempDir
    Path folder;

    @Test
    void what_the_file_leaves_out_is_as_the_face_has_it() throws IOException {
        FaceSettings face = face("");
        assertThat(face.streams()).isEqualTo(StreamLimits.DEFAULT);
        assertThat(face.oldFields()).isEqualTo(OldFields.KEPT);
    }

    @Test
    void every_bound_of_streams_reaches_the_face() throws IOException {
        FaceSettings face = face("""
                server: { strictOldClients: true }
                limits:
                  streams:
                    open: 11
                    openPerPrincipal: 12
                    liveSessions: 13
                    liveSessionsPerPrincipal: 14
                    keepAlive: 21s
                    stall: 22s
                    replay: { memory: 31MiB, perStream: 32KiB, age: 33s }
                """);
        StreamLimits usual = StreamLimits.DEFAULT;
        assertThat(face.streams())
                .isEqualTo(new StreamLimits(
                        usual.firstByte(),
                        Duration.ofSeconds(21),
                        Duration.ofSeconds(22),
                        usual.settle(),
                        usual.recheck(),
                        11,
                        12,
                        13,
                        14,
                        new StreamLimits.Replay(
                                Duration.ofSeconds(33), usual.replay().eventsMax(), 32 << 10, 31L << 20)));
        assertThat(face.oldFields()).isEqualTo(OldFields.STRIPPED);
    }

    private FaceSettings face(String body) throws IOException {
        Path key = folder.resolve("master.key");
        Files.write(key, Base64.getEncoder().encode(new byte[] {
            9, 8, 7, 6, 5, 4, 3, 2, 1, 10, 11, 12, 13, 14, 15, 16, 99, 98, 97, 96, 95, 94, 93, 92, 91, 90, 89, 88, 87,
            86, 85, 84
        }));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Path file = Files.writeString(folder.resolve("gatehouse.yaml"), "masterKey: ${file:" + key + "}\n" + body);
        Loaded loaded = ConfigFile.load(file, Secrets.ofProcess());
        assertThat(loaded).isInstanceOf(Loaded.Valid.class);
        return new ListenerSpecs(((Loaded.Valid) loaded).config()).face();
    }
}
