package dev.gatehouse.server.abuse;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Secrets by the forms that their issuers publish, drawn at random: {@code {A36}} stands for 36 letters and digits, {@code U}
 * capitals and digits, {@code B} capitals and 2 to 7, {@code X} lower-case hexadecimal, {@code D} digits, {@code W} letters,
 * digits, - and _.
 */
record SecretShape(String name, String template) {
    private static final String DIGITS = "0123456789";
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String LETTERS = UPPER + "abcdefghijklmnopqrstuvwxyz";

    static final List<SecretShape> ALL = Stream.of(
                    "aws-access-key AKIA{B16}",
                    "aws-session-key ASIA{B16}",
                    "github ghp_{A36}",
                    "github-server ghs_{A36}",
                    "github-fine github_pat_{A22}_{A59}",
                    "gitlab glpat-{W20}",
                    "gitlab-runner glrt-{W20}",
                    "slack-bot xoxb-{D12}-{D12}-{A24}",
                    "slack-user xoxp-{D12}-{D12}-{D12}-{X32}",
                    "stripe sk_live_{A24}",
                    "stripe-restricted rk_live_{A24}",
                    "stripe-endpoint whsec_{A32}",
                    "openai sk-{A20}T3BlbkFJ{A20}",
                    "anthropic sk-ant-api03-{W93}AA",
                    "openrouter sk-or-v1-{X64}",
                    "huggingface hf_{A34}",
                    "groq gsk_{A52}",
                    "perplexity pplx-{A48}",
                    "replicate r8_{A37}",
                    "npm npm_{A36}",
                    "rubygems rubygems_{X48}",
                    "docker dckr_pat_{W27}",
                    "google-api AIza{W35}",
                    "google-oauth ya29.{W120}",
                    "google-client GOCSPX-{W28}",
                    "sendgrid SG.{W22}.{W43}",
                    "brevo xkeysib-{X64}-{A16}",
                    "digitalocean dop_v1_{X64}",
                    "shopify shpat_{X32}",
                    "square sq0atp-{W22}",
                    "linear lin_api_{A40}",
                    "notion ntn_{A46}",
                    "figma figd_{W40}",
                    "databricks dapi{X32}",
                    "newrelic NRAK-{U27}",
                    "vault hvs.{W90}",
                    "doppler dp.pt.{A43}",
                    "pulumi pul-{X40}",
                    "dynatrace dt0c01.{U24}.{U64}",
                    "jwt eyJhbGciOiJIUzI1NiJ9.eyJ{A40}.{W43}",
                    "connection-string postgres://app:{A20}@db.example.com/main")
            .map(line -> new SecretShape(line.split(" ")[0], line.split(" ")[1]))
            .toList();

    String draw(Random random) {
        StringBuilder secret = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            if (template.charAt(at) == '{') {
                int end = template.indexOf('}', at);
                String alphabet = alphabet(template.charAt(at + 1));
                for (int left = Integer.parseInt(template.substring(at + 2, end)); left > 0; left--) {
                    secret.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
                at = end + 1;
            } else {
                secret.append(template.charAt(at++));
            }
        }
        return secret.toString();
    }

    private static String alphabet(char letter) {
        return switch (letter) {
            case 'A' -> LETTERS + DIGITS;
            case 'U' -> UPPER + DIGITS;
            case 'B' -> UPPER + "234567";
            case 'X' -> DIGITS + "abcdef";
            case 'D' -> DIGITS;
            case 'W' -> LETTERS + DIGITS + "-_";
            default -> throw new IllegalArgumentException("no alphabet " + letter);
        };
    }
}
