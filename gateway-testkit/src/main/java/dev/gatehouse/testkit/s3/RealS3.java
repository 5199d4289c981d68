package dev.gatehouse.testkit.s3;

import dev.gatehouse.testkit.npm.NpmProject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;

/** A store that others wrote, in a process of its own: it checks signatures, and knows nothing of locks. Needs Node.js. */
public final class RealS3 implements AutoCloseable {
    public static final String BUCKET = "audit";
    /** Both halves of the one access key there is. */
    public static final String KEY = "S3RVER";

    private static final String PORT = "port ";

    private final Process process;
    private final String url;

    private RealS3(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** @param directory where its objects lie */
    public static RealS3 start(Path directory) throws IOException, InterruptedException {
        Process process = NpmProject.s3()
                .node("s3.mjs", directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = process.inputReader();
        String line = said.readLine();
        if (line == null || !line.startsWith(PORT)) {
            process.destroyForcibly();
            throw new IOException("the store did not start: " + line);
        }
        return new RealS3(process, "http://127.0.0.1:" + line.substring(PORT.length()));
    }

    /** Without a slash at its end; the bucket comes next in the path. */
    public String url() {
        return url;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
