package dev.gatehouse.auth.egress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.testkit.tls.PemFiles;
import dev.gatehouse.testkit.tls.TestCertificate;
import dev.gatehouse.testkit.wait.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was sent counts only when the server has read to its end. */
@Timeout(60)
class OperatorTlsTest {
    private static final byte[] MANY = "0123456789abcdef".repeat(1 << 16).getBytes(US_ASCII);

    @TempDir
    static Path folder;

    private static TestCertificate certificate;
    private static Path pem;

    private final List<byte[]> read = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private ServerSocket server;

    /** What a server does with a connection before it closes it. */
    @FunctionalInterface
    private interface Conduct {
        void treat(Socket secured, Socket tcp) throws Exception;
    }

    @BeforeAll
    static void certify() throws Exception {
        certificate = TestCertificate.of(folder, "localhost");
        pem = PemFiles.of(certificate, folder).certificate();
    }

    @AfterEach
    void close() throws IOException {
        over.countDown();
        server.close();
    }

    private OperatorTls to(Conduct conduct, String protocol) throws Exception {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        SSLSocketFactory tls = certificate.serving().getSocketFactory();
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (Socket tcp = server.accept();
                        SSLSocket secured = (SSLSocket) tls.createSocket(tcp, InputStream.nullInputStream(), false)) {
                    secured.setEnabledProtocols(new String[] {protocol});
                    conduct.treat(secured, tcp);
                } catch (Exception e) {
                    // The client left, or the test is over.
                }
            }
        });
        return new OperatorTls("localhost", server.getLocalPort(), Optional.of(pem), Duration.ofSeconds(2));
    }

    private void readAll(Socket secured, Socket tcp) throws IOException {
        read.add(secured.getInputStream().readAllBytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void a_server_that_reads_to_the_end_has_it_all(String protocol) throws Exception {
        OperatorTls line = to(this::readAll, protocol);
        line.send(MANY);
        line.send("short".getBytes(US_ASCII));
        // Java's server says goodbye by itself, before whoever reads from it is told.
        Eventually.eventually(() -> assertThat(read).hasSize(2));
        assertThat(read.getFirst()).isEqualTo(MANY);
        assertThat(read.getLast()).asString(US_ASCII).isEqualTo("short");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void a_server_that_breaks_off_in_between_does_not(String protocol) throws Exception {
        OperatorTls line = to(
                (secured, tcp) -> {
                    read.add(secured.getInputStream().readNBytes(1_000));
                    // As a process that dies: to close the secured one would read what is left first, and say goodbye.
                    tcp.setSoLinger(true, 0);
                    tcp.close();
                },
                protocol);
        assertThatThrownBy(() -> line.send(MANY)).isInstanceOf(IOException.class);
        assertThat(read).hasSize(1);
    }

    @Test
    void a_server_that_reads_nothing_is_given_up() throws Exception {
        OperatorTls line = to((_, _) -> Eventually.await("the end of the test", over), "TLSv1.3");
        assertThatThrownBy(() -> line.send(MANY)).hasMessageContaining("not read to its end within 2000 ms");
    }

    @Test
    void a_server_that_nobody_vouches_for_gets_nothing() throws Exception {
        OperatorTls _ = to(this::readAll, "TLSv1.3");
        int port = server.getLocalPort();
        assertThatThrownBy(() -> new OperatorTls("localhost", port, Optional.empty()).send(MANY))
                .hasMessageContaining("certification path");
        assertThatThrownBy(() -> new OperatorTls("127.0.0.1", port, Optional.of(pem)).send(MANY))
                .as("another name")
                .hasMessageContaining("subject alternative");
        Path none = Files.writeString(folder.resolve("none.pem"), "no certificate");
        assertThatThrownBy(() -> new OperatorTls("localhost", port, Optional.of(none)).send(MANY))
                .isInstanceOf(IOException.class);
        assertThat(read.stream().filter(bytes -> bytes.length > 0)).isEmpty();
    }
}
