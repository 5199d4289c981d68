package dev.gatehouse.policy.detect.command;

/** What makes something run later, or lets somebody in again. */
final class Persistence {
    private Persistence() {}

    static boolean is(Simple command) {
        boolean isWritten = command.redirects().stream()
                .anyMatch(to -> to.isOutput()
                        && !command.words().isEmpty()
                        && !command.program().equals(":")
                        && Paths.isStartup(to.target()));
        return isWritten
                || switch (command.program()) {
                    case "crontab" ->
                        !command.has("-l", "-r") && !command.arguments().isEmpty();
                    case "tee", "install" -> command.operands().stream().anyMatch(Paths::isStartup);
                    case "cp", "mv", "ln" ->
                        command.operands().size() > 1
                                && Paths.isStartup(command.words().getLast());
                    case "sed" ->
                        command.has("-i") && command.operands().stream().anyMatch(Paths::isStartup);
                    case "systemctl" -> command.has("enable", "link");
                    case "launchctl" -> command.has("load", "bootstrap", "submit");
                    case "at", "batch" -> !command.arguments().isEmpty() && !command.has("-l");
                    case "useradd", "adduser", "chpasswd", "passwd" -> !command.has("--help", "-S", "--status");
                    case "ssh-copy-id" -> true;
                    case "git" -> command.has("config") && command.operands().contains("core.hooksPath");
                    case "schtasks", "schtasks.exe" -> command.has("/create", "/Create");
                    case "reg", "reg.exe" ->
                        command.has("add") && command.line().contains("Run");
                    default -> false;
                };
    }
}
