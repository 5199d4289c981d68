package dev.gatehouse.testkit.syslog;

import dev.gatehouse.testkit.port.FreePort;
import dev.gatehouse.testkit.tls.PemFiles;
import dev.gatehouse.testkit.wait.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Debian's rsyslog, in a process of its own, that listens for TLS and writes two files: each message as it came, and as its usual
 * file format has it.
 */
public final class RealSyslog implements AutoCloseable {
    private static final int STOP_SECONDS_MAX = 20;
    private static final List<Path> DRIVERS = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/rsyslog/lmnsd_gtls.so"),
            Path.of("/usr/lib/aarch64-linux-gnu/rsyslog/lmnsd_gtls.so"));

    private final Path folder;
    private final int port;
    private final Process process;

    private RealSyslog(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** Whether this machine has it, with what speaks TLS. */
    public static boolean possible() {
        return Files.isExecutable(Path.of("/usr/sbin/rsyslogd"))
                && DRIVERS.stream().anyMatch(Files::exists);
    }

    /** @param folder of its own, for what it writes */
    public static RealSyslog start(Path folder, PemFiles certificate) throws IOException {
        int port = FreePort.any();
        Path config = Files.writeString(folder.resolve("rsyslog.conf"), """
                global(workDirectory="%1$s" maxMessageSize="64k" DefaultNetstreamDriver="gtls"
                    DefaultNetstreamDriverCAFile="%2$s" DefaultNetstreamDriverCertFile="%2$s"
                    DefaultNetstreamDriverKeyFile="%3$s")
                module(load="imtcp" StreamDriver.Name="gtls" StreamDriver.Mode="1" StreamDriver.AuthMode="anon")
                input(type="imtcp" address="127.0.0.1" port="%4$d")
                template(name="whole" type="string" string="%%rawmsg%%\\n")
                action(type="omfile" file="%1$s/whole.log" template="whole")
                action(type="omfile" file="%1$s/usual.log" template="RSYSLOG_FileFormat")
                """.formatted(
                        folder, certificate.certificate(), certificate.key(), port));
        Process process = new ProcessBuilder(
                        "/usr/sbin/rsyslogd",
                        "-n",
                        "-f",
                        config.toString(),
                        "-i",
                        folder.resolve("pid").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said.txt").toFile())
                .start();
        RealSyslog started = new RealSyslog(folder, port, process);
        Eventually.until("rsyslog listens", started::listens);
        return started;
    }

    private boolean listens() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("rsyslog ended: " + Files.readString(folder.resolve("said.txt")));
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    /** Each message as it came, one to a line. */
    public List<String> whole() throws IOException {
        Path file = folder.resolve("whole.log");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** What a machine's log looks like: when, from whom, by what, and the text. */
    public Path usual() {
        return folder.resolve("usual.log");
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
