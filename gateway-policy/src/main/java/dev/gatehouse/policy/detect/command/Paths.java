package dev.gatehouse.policy.detect.command;

import java.util.List;
import java.util.Locale;

/** What paths and words mean to those who attack a machine. */
final class Paths {
    private static final List<String> CREDENTIALS = List.of(
            "/.aws/credentials",
            "/.aws/config",
            "/etc/shadow",
            "/etc/gshadow",
            "/.netrc",
            "/.kube/config",
            "/.docker/config.json",
            "/.npmrc",
            "/.pypirc",
            "/.git-credentials",
            "/.gnupg",
            "/.pgpass",
            "/.vault-token",
            "/environ",
            "logins.json",
            "login data",
            "secrets/kubernetes.io",
            "id_rsa",
            "id_ed25519",
            "id_ecdsa",
            "id_dsa",
            "/.config/gcloud",
            "/.azure/",
            "/.bash_history",
            "/.zsh_history",
            "/etc/sudoers",
            ".p12",
            ".pfx",
            "keychain",
            ".my.cnf",
            "credentials.tfrc",
            "gh/hosts.yml",
            "/.cargo/credentials",
            "/.gem/credentials",
            "settings-security.xml",
            "/run/secrets/",
            "/etc/ssl/private",
            "default/cookies",
            ".kdbx",
            ".ssh/id_",
            "*.key",
            "/.ssh/*",
            "/.aws/*",
            "rclone.conf",
            "*.pem");
    /** Of files that hold what is a whole application's, or opens something. */
    private static final List<String> VALUABLE = List.of(
            ".sql", ".sql.gz", ".dump", ".db", ".sqlite", ".kdbx", ".key", ".pem", ".p12", ".pfx", ".ovpn", ".bak");

    private static final List<String> STARTUP = List.of(
            "authorized_keys",
            ".bashrc",
            ".bash_profile",
            ".zshrc",
            ".profile",
            "/etc/profile",
            "/etc/rc.local",
            "/etc/cron",
            "/var/spool/cron",
            "/etc/crontab",
            "/systemd/system",
            "launchagents",
            "launchdaemons",
            "ld.so.preload",
            ".git/hooks",
            "/etc/init.d",
            "/etc/passwd",
            "autostart",
            ".zprofile",
            ".zshenv",
            ".xinitrc",
            ".xprofile",
            "config.fish",
            "/etc/environment",
            "/.ssh/config",
            "/.ssh/rc",
            "/etc/ssh/sshd_config",
            "/etc/modules-load.d",
            "sitecustomize.py",
            "usercustomize.py",
            "/security/pam_",
            "/systemd/user",
            "programsstartup",
            "currentversionrun",
            "/usr/local/bin/",
            "/usr/bin/",
            "/etc/pam.d");

    private Paths() {}

    /** Whether removing all below it takes away more than a project can make again. */
    static boolean isVital(String path) {
        String bare = path.endsWith("/") && path.length() > 1 ? path.substring(0, path.length() - 1) : path;
        boolean isHere = List.of(".", "..", "*", "./*", "../*", ".git", "./.git", "/", "~")
                .contains(bare);
        boolean isScratch = bare.startsWith("/tmp/") || bare.startsWith("/var/tmp/") || bare.startsWith("/dev/shm/");
        boolean isHome = bare.startsWith("~") || bare.startsWith("$HOME") || bare.startsWith("${HOME}");
        return isHere || isHome || (bare.startsWith("/") && !isScratch) || bare.startsWith("$(");
    }

    /** Whether it is one of the system's own places. */
    static boolean isSystem(String path) {
        return path.equals("/")
                || List.of(
                                "/etc",
                                "/usr",
                                "/bin",
                                "/sbin",
                                "/lib",
                                "/boot",
                                "/var",
                                "/dev/sd",
                                "/dev/nvme",
                                "/dev/vd",
                                "/dev/hd",
                                "/dev/disk",
                                "/dev/mapper")
                        .stream()
                        .anyMatch(path::startsWith);
    }

    static boolean isDisk(String path) {
        return List.of("/dev/sd", "/dev/nvme", "/dev/vd", "/dev/hd", "/dev/disk", "/dev/mapper", "/dev/xvd").stream()
                .anyMatch(path::startsWith);
    }

    static boolean isCredential(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".pub")) {
            return false;
        }
        String name = lower.substring(lower.lastIndexOf('/') + 1);
        boolean isTemplate = name.endsWith("example")
                || name.endsWith("sample")
                || name.endsWith("template")
                || name.endsWith("dist");
        boolean isEnvironment = name.equals(".env") || name.startsWith(".env.");
        String asPath = lower.startsWith("/") || lower.startsWith("~") || lower.contains("/") ? lower : "/" + lower;
        return !isTemplate && (isEnvironment || CREDENTIALS.stream().anyMatch(asPath::contains));
    }

    /** Whether what is written there runs later, or lets somebody in. */
    static boolean isStartup(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return STARTUP.stream().anyMatch(lower::contains)
                || STARTUP.stream().anyMatch(lower.replace("\\", "")::contains);
    }

    /** Files that are nobody's business elsewhere: credentials, accounts, whole homes and data directories. */
    static boolean isPrivate(String word) {
        String path = word.startsWith("@") ? word.substring(1) : word;
        String lower = path.toLowerCase(Locale.ROOT);
        return isCredential(path)
                || path.startsWith("~/.")
                || VALUABLE.stream().anyMatch(lower::endsWith)
                || lower.contains("secret")
                || List.of("/etc/", "/home/", "/root", "/var/", "/srv/").stream()
                        .anyMatch(path::startsWith);
    }

    /** A variable that holds a secret by its name, as in {@code $GITHUB_TOKEN}. */
    static boolean isSecretVariable(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        boolean names =
                List.of("SECRET", "TOKEN", "PASSWORD", "PASSWD", "API_KEY", "APIKEY", "PRIVATE_KEY", "CREDENTIAL")
                        .stream()
                        .anyMatch(upper::contains);
        return names && word.indexOf('$') >= 0;
    }
}
