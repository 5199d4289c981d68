package dev.gatehouse.server.cli;

/** What the process ends with; every verb's help names the ones it uses. */
final class ExitCode {
    static final int OK = 0;
    /** It was tried and did not work; the message says what to do. */
    static final int FAILED = 1;
    /** The command line is wrong (picocli's own code). */
    static final int USAGE = 2;
    /** The configuration has problems; each is listed with line and column. */
    static final int BAD_CONFIGURATION = 3;
    /** No gateway answers where one was expected. */
    static final int UNREACHABLE = 4;
    /** The gateway answered, and the answer is a denial or a tool error. */
    static final int DENIED = 5;

    static final String TEXT =
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 configuration has problems, 4 no gateway answers, 5 denied.";

    private ExitCode() {}
}
