package dev.gatehouse.core.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** House style that a reader would otherwise have to ask for, over every module. The limits only ever go down. */
class TidyTest {
    private static final int FILE_LINES_MAX = 400;
    private static final int METHOD_LINES_MAX = 60;
    private static final Pattern LOOSE_END = Pattern.compile("\\b(TODO|FIXME|XXX)\\b(?!\\(#\\d+\\))");
    private static final Pattern VAGUE_NAME =
            Pattern.compile("(Manager|Helper|Helpers|Utils|Util|Impl|Processor|Base|Common|Misc)\\.java");
    private static final Pattern SLEEP = Pattern.compile("Thread\\.sleep\\(");

    private static Path root;
    private static List<Path> mainFiles;
    private static List<Path> testFiles;

    @BeforeAll
    static void collect() throws IOException {
        root = projectRoot();
        mainFiles = javaFiles("src/main/java");
        testFiles = javaFiles("src/test/java");
        assertThat(mainFiles).as("source files found below " + root).hasSizeGreaterThan(50);
    }

    @Test
    void files_are_short() throws IOException {
        List<String> long_ = new ArrayList<>();
        for (Path file : mainFiles) {
            long lines = Files.readAllLines(file).size();
            if (lines > FILE_LINES_MAX) {
                long_.add(root.relativize(file) + ": " + lines + " lines (limit " + FILE_LINES_MAX + ")");
            }
        }
        assertThat(long_).isEmpty();
    }

    @Test
    void methods_are_short() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> tooLong = new ArrayList<>();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(mainFiles));
            for (CompilationUnitTree unit : task.parse()) {
                new MethodLengths(unit, task, tooLong).scan(unit, null);
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void a_loose_end_names_its_issue() throws IOException {
        assertThat(linesMatching(LOOSE_END, mainFiles)).isEmpty();
    }

    @Test
    void tests_wait_for_gates_and_never_sleep() throws IOException {
        List<Path> others =
                testFiles.stream().filter(f -> !f.endsWith("TidyTest.java")).toList();
        assertThat(linesMatching(SLEEP, others)).isEmpty();
    }

    @Test
    void names_say_what_a_thing_is() {
        assertThat(mainFiles.stream()
                        .filter(f ->
                                VAGUE_NAME.matcher(f.getFileName().toString()).find())
                        .map(f -> root.relativize(f).toString()))
                .isEmpty();
    }

    @Test
    void every_package_says_what_it_is_for_and_is_null_marked() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Path folder : mainFiles.stream().map(Path::getParent).distinct().toList()) {
            Path info = folder.resolve("package-info.java");
            if (!Files.exists(info) || !Files.readString(info).contains("@NullMarked")) {
                missing.add(root.relativize(folder).toString());
            }
        }
        assertThat(missing).isEmpty();
    }

    private static List<String> linesMatching(Pattern pattern, List<Path> files) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files) {
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                if (pattern.matcher(line).find()) {
                    found.add(root.relativize(file) + ":" + number + ": " + line.strip());
                }
            }
        }
        return found;
    }

    private static Path projectRoot() {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.isDirectory(at.resolve("gateway-core"))) {
            at = at.getParent();
        }
        if (at == null) {
            throw new IllegalStateException(
                    "no project root above " + Path.of("").toAbsolutePath());
        }
        return at;
    }

    private static List<Path> javaFiles(String below) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.filter(m -> m.getFileName().toString().startsWith("gateway-"))
                    .toList()) {
                collect(module.resolve(below), files);
            }
        }
        return files;
    }

    private static void collect(Path folder, List<Path> files) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> walk = Files.walk(folder)) {
                walk.filter(f -> f.toString().endsWith(".java")).sorted().forEach(files::add);
            }
        }
    }

    private static final class MethodLengths extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final Trees trees;
        private final List<String> tooLong;

        MethodLengths(CompilationUnitTree unit, JavacTask task, List<String> tooLong) {
            this.unit = unit;
            this.trees = Trees.instance(task);
            this.tooLong = tooLong;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            if (method.getBody() != null) {
                long start = line(trees.getSourcePositions().getStartPosition(unit, method.getBody()));
                long end = line(trees.getSourcePositions().getEndPosition(unit, method.getBody()));
                if (end - start + 1 > METHOD_LINES_MAX) {
                    String file = root.relativize(Path.of(unit.getSourceFile().toUri()))
                            .toString();
                    tooLong.add(file + ":" + start + " " + method.getName() + ": " + (end - start + 1) + " lines");
                }
            }
            return super.visitMethod(method, nothing);
        }

        private long line(long position) {
            return unit.getLineMap().getLineNumber(position);
        }
    }
}
