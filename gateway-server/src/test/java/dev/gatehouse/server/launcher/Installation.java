package dev.gatehouse.server.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** A directory with the project's launcher in it, and stand-ins for the rest. */
final class Installation {
    final Path root;
    private final Map<String, String> environment = new HashMap<>();

    /** How one run of the launcher ended. */
    record Ran(int status, String out, String err) {
        String told(String what) {
            return out.lines()
                    .filter(line -> line.startsWith(what + " "))
                    .map(line -> line.substring(what.length() + 1))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(what + " in:\n" + out + err));
        }
    }

    private Installation(Path root) throws IOException {
        this.root = Files.createDirectories(root);
        executable(root.resolve("gatehouse"), launcher());
        environment.put("GATEHOUSE_MAIN", Told.class.getName());
        environment.put("GATEHOUSE_JAVA", System.getProperty("java.home"));
    }

    /** As unpacked from a release: jars beside the launcher. */
    static Installation unpacked(Path root) throws IOException {
        Installation made = new Installation(root);
        made.jarsIn(root);
        return made;
    }

    /** As cloned: sources, and a Maven that needs no network and writes what it was told to {@code maven.log}. */
    static Installation cloned(Path root) throws IOException {
        Installation made = new Installation(root);
        Files.createFile(root.resolve("pom.xml"));
        Files.createDirectories(made.source().getParent());
        Files.createFile(made.source());
        Files.createFile(root.resolve("gateway-core/pom.xml"));
        Path ready = root.resolve("ready");
        made.jarsIn(ready);
        made.maven("""
                echo "$@" >> maven.log
                cp -r ready/. gateway-server/target/gatehouse/
                """);
        return made;
    }

    Path source() {
        return root.resolve("gateway-core/src/main/java/Some.java");
    }

    Installation maven(String script) throws IOException {
        Path bin = Files.createDirectories(root.resolve("bin"));
        executable(bin.resolve("mvn"), "#!/bin/sh\n" + script);
        return with("PATH", bin + ":/usr/bin:/bin");
    }

    Installation with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Installation without(String name) {
        environment.remove(name);
        return this;
    }

    /** Nothing of what this machine has installed is found. */
    Installation onABareMachine() throws IOException {
        String bare = launcher()
                .replace("/usr/lib/jvm/*", "")
                .replace("/usr/java/* /opt/* /opt/java/*", "")
                .replace("/Library/Java/", "/nowhere/");
        executable(root.resolve("gatehouse"), bare);
        Path bin = Files.createDirectories(root.resolve("bare"));
        for (String tool : List.of("sh", "dirname", "readlink", "grep", "find", "head", "cat", "tr", "mkdir", "rm")) {
            Path real = Files.exists(Path.of("/bin", tool)) ? Path.of("/bin", tool) : Path.of("/usr/bin", tool);
            executable(bin.resolve(tool), "#!/bin/sh\nexec " + real + " \"$@\"\n");
        }
        return without("GATEHOUSE_JAVA").with("PATH", bin.toString()).with("HOME", "/nonexistent");
    }

    Process start(Path launcher, Path directory, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(launcher.toString());
        builder.command().addAll(List.of(arguments));
        builder.directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("JAVA_") || name.startsWith("MAVEN_"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    Ran run(String... arguments) throws Exception {
        return run(root.resolve("gatehouse"), root, arguments);
    }

    Ran run(Path launcher, Path directory, String... arguments) throws Exception {
        Process process = start(launcher, directory, arguments);
        process.getOutputStream().close();
        String out = text(process.getInputStream());
        String err = text(process.getErrorStream());
        return new Ran(process.waitFor(), out, err);
    }

    private static String launcher() throws IOException {
        return Files.readString(Path.of(System.getProperty("gatehouse.root"), "gatehouse"));
    }

    private void jarsIn(Path home) throws IOException {
        Files.createDirectories(home.resolve("lib"));
        try (var jar = new JarOutputStream(Files.newOutputStream(home.resolve("lib/gateway-server.jar")))) {
            String entry = Told.class.getName().replace('.', '/') + ".class";
            jar.putNextEntry(new ZipEntry(entry));
            try (InputStream bytes = Told.class.getClassLoader().getResourceAsStream(entry)) {
                bytes.transferTo(jar);
            }
        }
        Files.writeString(home.resolve("classpath"), "lib/b.jar:lib/a.jar");
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
}
