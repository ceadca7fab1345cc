package io.tokenward.proxy.dialect;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;

import io.tokenward.proxy.problem.Denied;

/** Refusals as Bedrock words them: the kind of exception stands in a header field, or in the header of a stream's frame. */
final class BedrockErrors extends ErrorForm {
    private static final byte STRING = 7;

    BedrockErrors() {
        super("x-amzn-requestid");
    }

    @Override
    String json(Denied denied, String reference) {
        return '{' + member("message", placedText(denied, reference)) + '}';
    }

    @Override
    void addHeaders(Map<String, String> headers, Denied denied) {
        headers.put("x-amzn-errortype", kind(denied));
    }

    private static String kind(Denied denied) {
        return switch (denied.problem().status()) {
            case 401, 403 -> "AccessDeniedException";
            case 404 -> "ResourceNotFoundException";
            case 408 -> "ModelTimeoutException";
            case 429 -> "ThrottlingException";
            case 500 -> "InternalServerException";
            case 502, 503, 504 -> "ServiceUnavailableException";
            default -> "ValidationException";
        };
    }

    @Override
    byte[] inStream(Answer.Frames frames, Denied denied, String reference) {
        String exception = Character.toLowerCase(kind(denied).charAt(0)) + kind(denied).substring(1);
        var headers = new ByteArrayOutputStream();
        header(headers, ":message-type", "exception");
        header(headers, ":exception-type", exception);
        header(headers, ":content-type", "application/json");
        return frame(headers.toByteArray(), json(denied, reference).getBytes(StandardCharsets.UTF_8));
    }

    private static void header(ByteArrayOutputStream out, String name, String value) {
        out.write(name.length());
        out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        out.write(STRING);
        out.write(value.length() >> 8);
        out.write(value.length());
        out.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] frame(byte[] headers, byte[] payload) {
        int total = 12 + headers.length + payload.length + 4;
        ByteBuffer frame = ByteBuffer.allocate(total).putInt(total).putInt(headers.length);
        frame.putInt(checksum(frame.array(), 8)).put(headers).put(payload);
        return frame.putInt(checksum(frame.array(), total - 4)).array();
    }

    private static int checksum(byte[] bytes, int length) {
        var crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
