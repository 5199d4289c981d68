package dev.gatehouse.server.e2e;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.server.e2e.TestGateway.Credential;
import dev.gatehouse.testkit.http.LoopbackServer;
import dev.gatehouse.testkit.npm.NpmProject;
import dev.gatehouse.testkit.postgres.Connectable;
import dev.gatehouse.testkit.postgres.TestDatabase;
import dev.gatehouse.testkit.smtp.RealSmtp;
import dev.gatehouse.testkit.tls.PemFiles;
import dev.gatehouse.testkit.tls.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real gateways that tell: over a webhook and by mail, without their database, and across a kill. */
@Timeout(180)
class AlertTest {
    @TempDir
    Path folder;

    private final List<Json> told = new CopyOnWriteArrayList<>();
    private volatile boolean isAway;
    private LoopbackServer receiver;

    @BeforeEach
    void open() throws IOException {
        receiver = LoopbackServer.start((request, answer) -> {
            if (isAway) {
                throw new IOException("away");
            }
            told.add(TestGateway.json(new String(request.body(), UTF_8)));
            answer.body(204, "", new byte[0]);
        });
    }

    @AfterEach
    void close() throws IOException {
        receiver.close();
    }

    private String body(String more) {
        return """
                upstreams: { demo: %s }
                virtualServers: { main: { upstreams: { demo: {} } } }
                agents: { robot: { bundle: all } }
                bundles: { all: { virtualServers: [main] } }
                audit:
                  alerts:
                    channels:
                      ops: { url: "http://127.0.0.1:%d/in" }
                """.formatted(TestGateway.demoUpstream(), receiver.port()) + more;
    }

    private TestGateway gateway(String name, Connectable database, String more) throws IOException {
        return TestGateway.prepare(Files.createDirectory(folder.resolve(name)), database, body(more));
    }

    private static void failToLogIn(TestGateway gateway) throws IOException {
        for (int i = 0; i < 12; i++) {
            gateway.requestToken(new Credential("agent_robot", "wrong"), "main");
        }
    }

    private List<String> events(String rule) {
        return told.stream()
                .filter(notice -> notice.text("rule").orElse("").equals(rule))
                .map(notice -> notice.text("event").orElseThrow())
                .toList();
    }

    @Test
    void failed_logins_are_told_without_the_database_and_once_although_the_gateway_is_killed() throws Exception {
        try (TestDatabase server = TestDatabase.privateInstance();
                TestGateway gateway = gateway("one", server.freshDatabase(), "").start()) {
            isAway = true;
            failToLogIn(gateway);
            eventually(() -> assertThat(gateway.metrics()).contains("gatehouse_audit_alerts_untold 1.0"));
            gateway.kill9();
            gateway.start();
            isAway = false;
            eventually(() -> assertThat(events("failedAuthentication")).containsExactly("alert.raised"));
            server.stop();
            gateway.run("reload", "--config", gateway.config().toString());
            Credential other = new Credential("agent_other", "wrong");
            for (int i = 0; i < 12; i++) {
                gateway.requestToken(other, "main");
            }
            eventually(() -> assertThat(told)
                    .as(gateway.logTail())
                    .anySatisfy(
                            notice -> assertThat(notice.text("key").orElse("")).isEqualTo("client agent_other")));
            assertThat(gateway.run(
                                    "audit",
                                    "alerts",
                                    "list",
                                    "--config",
                                    gateway.config().toString())
                            .out())
                    .contains("failedAuthentication (client agent_other)");
            server.restart();
            eventually(() -> assertThat(gateway.run(
                                    "audit",
                                    "alerts",
                                    "list",
                                    "--output",
                                    "json",
                                    "--config",
                                    gateway.config().toString())
                            .out())
                    .contains("client agent_robot", "client agent_other"));
            assertThat(told.toString()).doesNotContain("wrong");
        }
    }

    @Test
    void a_kill_switch_and_a_refused_configuration_are_told_and_people_answer_by_verbs() throws Exception {
        Connectable database = TestDatabase.shared().freshDatabase();
        try (TestGateway gateway = gateway("one", database, "").start()) {
            String config = gateway.config().toString();
            assertThat(gateway.run("kill", "agent", "robot", "--reason", "it went wild", "--config", config)
                            .exitCode())
                    .isZero();
            eventually(() -> assertThat(events("killSwitch")).containsExactly("alert.raised"));
            Json alert = told.getFirst();
            assertThat(alert.text("text").orElseThrow()).contains("kill.agent", "it went wild");
            String id = alert.text("id").orElseThrow();
            assertThat(gateway.run("audit", "alerts", "acknowledge", id, "--reason", "I know", "--config", config))
                    .returns(0, TestGateway.Ran::exitCode);
            assertThat(gateway.run(
                                    "audit",
                                    "alerts",
                                    "silence",
                                    id,
                                    "--for",
                                    "2h",
                                    "--reason",
                                    "drill",
                                    "--config",
                                    config)
                            .out())
                    .contains("silenced until");
            assertThat(gateway.run("audit", "alerts", "list", "--config", config)
                            .out())
                    .contains("acknowledged by", "silenced until");
            assertThat(gateway.run("audit", "alerts", "test", "ops", "--config", config)
                            .out())
                    .contains("channel ops took it");
            assertThat(gateway.run("audit", "alerts", "test", "nobody", "--config", config))
                    .satisfies(ran -> assertThat(ran.exitCode()).isNotZero())
                    .satisfies(ran -> assertThat(ran.err()).contains("no channel of that name"));
            gateway.configure(body("    rules: { speed: {} }\n"));
            assertThat(gateway.admin("POST", "/api/v1/reload").body()).contains("there is no rule `speed`");
            eventually(() -> assertThat(events("refusedConfiguration")).containsExactly("alert.raised"));
            assertThat(
                            new AuditRows(database)
                                    .set(
                                            "SELECT detail FROM audit.event WHERE type = 'administered' AND detail LIKE 'alert.%'"))
                    .isNotNull();
        }
    }

    @Test
    void a_rule_of_ones_own_is_told_by_mail() throws Exception {
        boolean possible = NpmProject.possible();
        if (!possible) {
            System.out.println("SKIPPED: tests with a real mail server need node and npm on the PATH");
        }
        Assumptions.assumeTrue(possible, "node and npm are not on the PATH");
        PemFiles pem = PemFiles.of(TestCertificate.of(folder, "localhost"), folder);
        try (RealSmtp mail = RealSmtp.start("starttls", pem);
                TestGateway gateway = gateway("one", TestDatabase.shared().freshDatabase(), """
                                      mail:
                                        smtp:
                                          address: "localhost:%d"
                                          user: ops
                                          password: ${env:MAIL_PASSWORD}
                                          from: gatehouse@example.com
                                          ca: %s
                                        to: [ops@example.com]
                                    rules:
                                      echoes:
                                        severity: critical
                                        channels: [mail]
                                        match: { types: [callCompleted], tools: ["demo_*"], by: agent }
                                        atLeast: 3
                        """.formatted(
                                        mail.port(), pem.certificate())
                                .indent(-8))
                        .withEnvironment("MAIL_PASSWORD", RealSmtp.PASSWORD)
                        .start()
                        .awaitUpstreams(1)) {
            String token = gateway.token(gateway.credential("robot"), "main");
            for (int i = 0; i < 3; i++) {
                gateway.call("main", token, "demo_echo", "{\"text\":\"hidden-payload\"}");
            }
            eventually(() -> assertThat(mail.messages()).as(gateway.logTail()).hasSize(1));
            String data = Json.read(mail.messages().getFirst()).text("data").orElseThrow();
            assertThat(data)
                    .contains("[gatehouse] critical: echoes (agent robot)", "3 within 5 min")
                    .doesNotContain("hidden-payload");
            assertThat(events("echoes")).isEmpty();
        }
    }
}
