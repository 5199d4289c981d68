package dev.gatehouse.server.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.testkit.port.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What can be known of {@code docker/} without a container engine. */
@Timeout(180)
class DockerFilesTest {
    private static final Path ROOT = Path.of(System.getProperty("gatehouse.root"));
    private static final Path DOCKER = ROOT.resolve("docker");

    @Test
    void copiesOnlyWhatTheProjectHasAndTheIgnoreFileLetsThrough() throws IOException {
        Set<String> allowed = Files.readAllLines(DOCKER.resolve("Dockerfile.dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .collect(Collectors.toSet());
        for (String source : copiedFromTheProject()) {
            assertThat(ROOT.resolve(source)).exists();
            assertThat(allowed).anyMatch(pattern -> source.matches(pattern.replace("*", ".*")));
        }
    }

    @Test
    void buildsEveryModuleThatTheProjectHas() throws IOException {
        Set<String> modules = matches("<module>(.*?)</module>", Files.readString(ROOT.resolve("pom.xml")));
        assertThat(copiedFromTheProject()).containsAll(modules);
    }

    @Test
    void givesEveryServiceOnlySecretsAndVolumesThatAreDefined() throws IOException {
        Map<?, ?> compose = compose();
        for (Object service : map(compose, "services").values()) {
            for (String secret : list((Map<?, ?>) service, "secrets")) {
                assertThat(map(compose, "secrets").containsKey(secret))
                        .as(secret)
                        .isTrue();
            }
            for (String volume : list((Map<?, ?>) service, "volumes")) {
                String source = volume.substring(0, volume.indexOf(':'));
                boolean there = source.startsWith(".")
                        ? Files.exists(DOCKER.resolve(source))
                        : map(compose, "volumes").containsKey(source);
                assertThat(there).as(volume).isTrue();
            }
        }
    }

    @Test
    void mountsExactlyTheSecretsThatTheConfigurationReads() throws IOException {
        String configuration = Files.readString(ROOT.resolve("config/docker.yaml"));
        Set<String> read = matches("\\$\\{file:/run/secrets/(\\w+)}", configuration);
        Set<String> given = matches("\\$\\{env:(\\w+)}", configuration);
        Map<?, ?> gatehouse = map(map(compose(), "services"), "gatehouse");
        assertThat(new TreeSet<>(list(gatehouse, "secrets"))).isEqualTo(read);
        assertThat(map(gatehouse, "environment").keySet()).isEqualTo(given);
    }

    @Test
    void holdsNoSecret() throws IOException {
        for (String line : Files.readAllLines(DOCKER.resolve("compose.yaml"))) {
            assertThat(line).doesNotContainPattern("(?i)(password|key|token):\\s*[^\\s{]");
        }
    }

    @Test
    void makesSecretsOnceAndNeverTheSameTwice(@TempDir Path temp) throws Exception {
        Path script = temp.resolve("make-secrets");
        Files.copy(DOCKER.resolve("make-secrets"), script);
        assertThat(run("sh", script.toString())).isZero();
        Path key = temp.resolve("secrets/gatehouse_master_key");
        String made = Files.readString(key);
        assertThat(made).matches("[A-Za-z0-9+/]{43}=");
        assertThat(Files.readString(temp.resolve("secrets/gatehouse_db_password")))
                .isNotEqualTo(made);
        assertThat(run("sh", script.toString())).isZero();
        assertThat(Files.readString(key)).isEqualTo(made);
    }

    @Test
    void isHealthyExactlyWhileTheAdminListenerSaysSo() throws Exception {
        int[] status = {200};
        HttpServer admin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        admin.createContext("/healthz", exchange -> {
            exchange.sendResponseHeaders(status[0], -1);
            exchange.close();
        });
        admin.start();
        try {
            assertThat(healthcheck(admin.getAddress().getPort())).isZero();
            status[0] = 503;
            assertThat(healthcheck(admin.getAddress().getPort())).isNotZero();
        } finally {
            admin.stop(0);
        }
    }

    @Test
    void isNotHealthyWhereNobodyListens() throws Exception {
        assertThat(healthcheck(FreePort.any())).isNotZero();
    }

    private static int healthcheck(int port) throws Exception {
        return run(
                "env",
                "GATEHOUSE_ADMIN_PORT=" + port,
                DOCKER.resolve("healthcheck").toString());
    }

    private static int run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static List<String> copiedFromTheProject() throws IOException {
        return Files.readAllLines(DOCKER.resolve("Dockerfile")).stream()
                .filter(line -> line.startsWith("COPY ") && !line.contains("--from="))
                .map(line -> Arrays.asList(line.split(" +", -1)))
                .flatMap(words -> words.subList(1, words.size() - 1).stream())
                .toList();
    }

    private static Map<?, ?> compose() throws IOException {
        return (Map<?, ?>) new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(DOCKER.resolve("compose.yaml")));
    }

    private static Map<?, ?> map(Map<?, ?> from, String key) {
        return (Map<?, ?>) from.get(key);
    }

    private static List<String> list(Map<?, ?> from, String key) {
        return from.get(key) instanceof List<?> list
                ? list.stream().map(Object::toString).toList()
                : List.of();
    }

    private static Set<String> matches(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
