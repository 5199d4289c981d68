package dev.gatehouse.testkit.s3;

/** @param more elements of the document besides */
record S3Error(int status, String code, String message, String more) {
    String document() {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>" + message
                + "</Message>" + more + "<RequestId>4442587FB7D0A2F9</RequestId></Error>";
    }
}
