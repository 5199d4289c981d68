package dev.gatehouse.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.launcher.Installation.Ran;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class LauncherTest {
    @TempDir
    private Path temp;

    @Test
    void runsFromAnyDirectoryThroughASymlinkBelowAPathWithSpaces() throws Exception {
        Installation gatehouse = Installation.unpacked(temp.resolve("a path/with spaces"));
        Path elsewhere = Files.createDirectories(temp.resolve("some where"));
        Path link = Files.createSymbolicLink(elsewhere.resolve("gh"), Path.of("../a path/with spaces/gatehouse"));
        Ran ran = gatehouse.run(link, elsewhere, "call", "a b", "{\"x\": \"*\"}", "");
        assertThat(ran.status()).isZero();
        assertThat(ran.told("arguments")).isEqualTo("call|a b|{\"x\": \"*\"}|");
        assertThat(ran.told("directory")).isEqualTo(elsewhere.toRealPath().toString());
        assertThat(ran.told("root")).isEqualTo(gatehouse.root.toRealPath().toString());
    }

    @Test
    void keepsTheOrderOfTheClassPath() throws Exception {
        Installation gatehouse = Installation.unpacked(temp);
        Path lib = temp.toRealPath().resolve("lib");
        assertThat(gatehouse.run().told("classpath"))
                .isEqualTo(lib + "/gateway-server.jar:" + lib + "/b.jar:" + lib + "/a.jar");
    }

    @Test
    void leavesAtLeastTwoCarriersToVirtualThreads() throws Exception {
        assertThat(Integer.parseInt(Installation.unpacked(temp).run().told("carriers")))
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void passesOptionsToTheJvmAndItsExitStatusBack() throws Exception {
        Ran ran = Installation.unpacked(temp)
                .with("GATEHOUSE_JAVA_OPTS", "-Dan.option=set -Xmx64m")
                .run("exit", "3");
        assertThat(ran.told("option")).isEqualTo("set");
        assertThat(ran.status()).isEqualTo(3);
    }

    @Test
    void choosesACollectorUnlessToldOne() throws Exception {
        Installation gatehouse = Installation.unpacked(temp);
        assertThat(gatehouse.run("up").told("collectors")).contains("PS Scavenge");
        assertThat(gatehouse
                        .with("GATEHOUSE_JAVA_OPTS", "-Da=b -XX:+UseSerialGC")
                        .run("up")
                        .told("collectors"))
                .contains("MarkSweepCompact");
    }

    @Test
    void becomesTheJvmSoThatASignalReachesIt() throws Exception {
        Process process = Installation.unpacked(temp).start(temp.resolve("gatehouse"), temp, "stay");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("arguments stay");
            process.toHandle().destroy();
            assertThat(out.lines()).contains("stopped in order");
            assertThat(process.waitFor()).isEqualTo(128 + 15);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void refusesAJavaThatIsNot25() throws Exception {
        Path old = Files.createDirectories(temp.resolve("jdk-17"));
        Files.createDirectories(old.resolve("bin"));
        Files.createFile(old.resolve("bin/java"));
        assertThat(old.resolve("bin/java").toFile().setExecutable(true)).isTrue();
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.25\"\n");
        Ran ran = Installation.unpacked(temp)
                .with("GATEHOUSE_JAVA", old.toString())
                .run();
        assertThat(ran.status()).isEqualTo(69);
        assertThat(ran.err()).isEqualTo("gatehouse: GATEHOUSE_JAVA is not a JDK 25: " + old + "\n");
    }

    @Test
    void takesTheProgramItselfForItsHome() throws Exception {
        Ran ran = Installation.unpacked(temp)
                .with("GATEHOUSE_JAVA", System.getProperty("java.home") + "/bin/java")
                .run("up");
        assertThat(ran.told("arguments")).isEqualTo("up");
    }

    @Test
    void saysInOneLineWhatToInstallWhereNoJavaIs() throws Exception {
        Ran ran = Installation.unpacked(temp).onABareMachine().run("up");
        assertThat(ran.status()).isEqualTo(69);
        assertThat(ran.err().lines()).hasSize(1).first().asString().contains("no JDK 25 found", "Temurin 25");
    }

    @Test
    void findsJavaHomeWhereNothingElseIs() throws Exception {
        Ran ran = Installation.unpacked(temp)
                .onABareMachine()
                .with("JAVA_HOME", System.getProperty("java.home"))
                .run("up");
        assertThat(ran.told("arguments")).isEqualTo("up");
    }

    @Test
    void buildsOnFirstUseAndAgainOnlyWhenASourceIsNewer() throws Exception {
        Installation gatehouse = Installation.cloned(temp);
        Ran first = gatehouse.run("up");
        assertThat(first.told("arguments")).isEqualTo("up");
        assertThat(first.err()).contains("gatehouse: building").contains("gatehouse: built");
        assertThat(gatehouse.run("up").err()).isEmpty();
        assertThat(builds()).isEqualTo(1);
        Files.setLastModifiedTime(
                gatehouse.source(), FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(gatehouse.run("up").told("arguments")).isEqualTo("up");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void buildsNothingUnderARunningGatewayWhenItStartsItsChild() throws Exception {
        Installation gatehouse = Installation.cloned(temp);
        gatehouse.run("up");
        Files.setLastModifiedTime(
                gatehouse.source(), FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(gatehouse.run("demo-server").told("arguments")).isEqualTo("demo-server");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void forgetsTheCacheOfTheOldBuild() throws Exception {
        Installation gatehouse = Installation.cloned(temp);
        Path cache = temp.resolve("gateway-server/target/gatehouse/gatehouse.aot");
        Files.createDirectories(cache.getParent());
        Files.createFile(cache);
        gatehouse.run("up");
        assertThat(cache).doesNotExist();
    }

    @Test
    void startsNothingAfterABuildThatFailed() throws Exception {
        Installation gatehouse =
                Installation.cloned(temp).maven("echo all is well; echo '[ERROR] no such symbol'; exit 1\n");
        Ran ran = gatehouse.run("up");
        assertThat(ran.status()).isEqualTo(70);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .contains("[ERROR] no such symbol")
                .doesNotContain("all is well")
                .endsWith("build.log has all of it\n");
    }

    @Test
    void doesNotLetTheBuildReadWhatIsMeantForTheGateway() throws Exception {
        Installation gatehouse = Installation.cloned(temp).maven("""
                cat > swallowed
                cp -r ready/. gateway-server/target/gatehouse/
                """);
        assertThat(gatehouse.run("up").status()).isZero();
        assertThat(temp.resolve("swallowed")).isEmptyFile();
    }

    @Test
    void saysThatMavenIsMissing() throws Exception {
        Installation gatehouse =
                Installation.cloned(temp).onABareMachine().with("GATEHOUSE_JAVA", System.getProperty("java.home"));
        Ran ran = gatehouse.run("up");
        assertThat(ran.status()).isEqualTo(69);
        assertThat(ran.err().lines()).hasSize(1).first().asString().contains("no Maven found", "3.8.7");
    }

    @Test
    void saysWhatToSetWhereMavenCannotWrite() throws Exception {
        Installation gatehouse = Installation.cloned(temp).with("HOME", "/nonexistent");
        Ran ran = gatehouse.run("up");
        assertThat(ran.status()).isEqualTo(69);
        assertThat(ran.err()).contains("MAVEN_OPTS=-Dmaven.repo.local=DIRECTORY");
        assertThat(gatehouse
                        .with("MAVEN_OPTS", "-Dmaven.repo.local=" + temp)
                        .run("up")
                        .status())
                .isZero();
    }

    @Test
    void recordsAStartForLaterOnesAndUsesTheRecord() throws Exception {
        Installation gatehouse = Installation.unpacked(temp);
        Ran recorded = gatehouse.run("aot");
        assertThat(recorded.status()).as(recorded.err()).isZero();
        assertThat(temp.resolve("gatehouse.aot")).isNotEmptyFile();
        assertThat(gatehouse.run("up").told("arguments")).isEqualTo("up");
    }

    @Test
    void startsWithoutACacheThatDoesNotFit() throws Exception {
        Installation gatehouse = Installation.unpacked(temp);
        gatehouse.run("aot");
        Files.writeString(temp.resolve("gatehouse.aot"), "not a cache");
        Ran ran = gatehouse.run("up");
        assertThat(ran.told("arguments")).isEqualTo("up");
        assertThat(ran.err()).isEmpty();
    }

    /** The JVM itself would run the code that the jars held before. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void startsWithoutACacheOfOtherJars(boolean isNewer) throws Exception {
        Installation gatehouse = Installation.unpacked(temp);
        gatehouse.run("aot");
        Path jar = temp.resolve("lib/gateway-server.jar");
        FileTime before = Files.getLastModifiedTime(jar);
        if (isNewer) {
            Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(2)));
        } else {
            Files.write(jar, new byte[] {0}, StandardOpenOption.APPEND);
            Files.setLastModifiedTime(jar, before);
        }
        Ran ran = gatehouse.run("up");
        assertThat(ran.told("arguments")).isEqualTo("up");
        assertThat(ran.err()).contains("is of other jars and is not used");
    }

    private long builds() throws Exception {
        return Files.readAllLines(temp.resolve("maven.log")).size();
    }
}
