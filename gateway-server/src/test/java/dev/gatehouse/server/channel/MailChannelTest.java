package dev.gatehouse.server.channel;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.core.identity.Confidential;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.notice.Notice;
import dev.gatehouse.server.config.SmtpConfig;
import dev.gatehouse.server.config.SmtpConfig.Security;
import dev.gatehouse.server.config.bind.HostPort;
import dev.gatehouse.testkit.npm.NpmProject;
import dev.gatehouse.testkit.smtp.RealSmtp;
import dev.gatehouse.testkit.tls.PemFiles;
import dev.gatehouse.testkit.tls.TestCertificate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Mail to a server that others wrote: under TLS with a login, or not at all. */
@Timeout(120)
class MailChannelTest {
    private static final Notice NOTICE = new Notice(
            "[gatehouse] critical: disk \u00fcber\r\nBcc: eve@example.com",
            "Zeile \u00fc\n.\nafter the dot\r\nFrom: eve",
            Optional.empty(),
            Json.EMPTY_OBJECT);

    @TempDir
    static Path folder;

    private static PemFiles localhost;

    @BeforeAll
    static void nodeIsThere() throws Exception {
        boolean possible = NpmProject.possible();
        if (!possible) {
            System.out.println("SKIPPED: tests with a real mail server need node and npm on the PATH");
        }
        assumeTrue(possible, "node and npm are not on the PATH");
        localhost = PemFiles.of(TestCertificate.of(folder, "localhost"), folder);
    }

    private static MailChannel channel(RealSmtp server, Security security, Optional<Path> ca, String password) {
        return channel("localhost", server.port(), security, ca, password);
    }

    private static MailChannel channel(String host, int port, Security security, Optional<Path> ca, String password) {
        return new MailChannel(
                new SmtpConfig(
                        new HostPort(host, port),
                        security,
                        Optional.of(RealSmtp.USER),
                        Optional.empty(),
                        "gatehouse@example.com",
                        ca),
                Optional.of(new Confidential(password)),
                List.of("ops@example.com", "boss@example.com"));
    }

    private static void isTaken(RealSmtp server) {
        eventually(() -> {
            assertThat(server.messages()).hasSize(1);
            Json message = Json.read(server.messages().getFirst());
            assertThat(message.text("user")).contains("ops");
            assertThat(message.member("secure").flatMap(Json::bool)).contains(true);
            assertThat(message.text("from")).contains("gatehouse@example.com");
            assertThat(message.member("to").orElseThrow()).hasToString("[\"ops@example.com\",\"boss@example.com\"]");
            String data = message.text("data").orElseThrow();
            assertThat(data).contains("Auto-Submitted: auto-generated", "after the dot");
            assertThat(data.lines()).noneMatch(line -> line.startsWith("Bcc:"));
            assertThat(data.lines().filter(line -> line.startsWith("From:"))).hasSize(2);
        });
    }

    @Test
    void a_message_is_sent_after_starttls() throws Exception {
        try (RealSmtp server = RealSmtp.start("starttls", localhost)) {
            channel(server, Security.STARTTLS, Optional.of(localhost.certificate()), RealSmtp.PASSWORD)
                    .tell(NOTICE);
            isTaken(server);
        }
    }

    @Test
    void a_message_is_sent_under_tls_from_the_first_byte() throws Exception {
        try (RealSmtp server = RealSmtp.start("tls", localhost)) {
            channel(server, Security.TLS, Optional.of(localhost.certificate()), RealSmtp.PASSWORD)
                    .tell(NOTICE);
            isTaken(server);
        }
    }

    @Test
    void a_wrong_password_or_certificate_is_told_without_the_password_and_nothing_is_sent() throws Exception {
        PemFiles other = PemFiles.of(TestCertificate.of(folder, "mail.example.com"), folder);
        try (RealSmtp server = RealSmtp.start("starttls", localhost);
                RealSmtp stranger = RealSmtp.start("starttls", other)) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> channel(
                                    server, Security.STARTTLS, Optional.of(localhost.certificate()), "wrong-pass-0815")
                            .tell(NOTICE))
                    .withMessageContaining("535")
                    .withMessageNotContaining("wrong-pass-0815");
            assertThatExceptionOfType(IOException.class)
                    .as("nobody vouches for it")
                    .isThrownBy(() -> channel(server, Security.STARTTLS, Optional.empty(), RealSmtp.PASSWORD)
                            .tell(NOTICE));
            assertThatExceptionOfType(IOException.class)
                    .as("its certificate names another")
                    .isThrownBy(() -> channel(
                                    stranger, Security.STARTTLS, Optional.of(other.certificate()), RealSmtp.PASSWORD)
                            .tell(NOTICE));
            assertThat(server.messages()).isEmpty();
            assertThat(stranger.messages()).isEmpty();
        }
    }

    @Test
    void a_server_without_tls_gets_neither_login_nor_message() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            StringBuilder heard = new StringBuilder();
            Thread.ofVirtual().start(() -> talk(plain, heard));
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> channel(
                                    "localhost",
                                    plain.getLocalPort(),
                                    Security.STARTTLS,
                                    Optional.empty(),
                                    RealSmtp.PASSWORD)
                            .tell(NOTICE))
                    .withMessageContaining("STARTTLS");
            assertThat(heard).doesNotContain("AUTH", "MAIL");
        }
    }

    private static void talk(ServerSocket plain, StringBuilder heard) {
        try (var socket = plain.accept()) {
            var out = socket.getOutputStream();
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            out.write("220 plain ESMTP\r\n".getBytes(US_ASCII));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                heard.append(line).append('\n');
                String answer = line.startsWith("QUIT") ? "221 bye\r\n" : "250-plain\r\n250 AUTH PLAIN LOGIN\r\n";
                out.write(answer.getBytes(US_ASCII));
            }
        } catch (IOException e) {
            // The client left.
        }
    }
}
