package io.tokenward.detectors.injection;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * The stored form of a model, all numbers big-endian: {@code TWIM}, version (int, 4), number of the model (int), checksum of
 * the lexicon (int), number of hashed weights and of shapes (two ints), slope, offset and length correction of the calibration
 * (floats), log-odds at 0.1, 0.5 and 1 % false alarms (floats); then twice, for what is said and for what is read: the two
 * scales (floats), bias by stratum (six floats), hashed weights (bytes), shapes (shorts); then the network: scale of its rows
 * (float), rows (bytes), all else (floats) as {@link TextCnn} has them; CRC-32 of all before (int).
 */
public final class ModelFile {
    /** Nothing that calls itself a model may make us read more than this. */
    static final int MOST_BYTES = 8 << 20;
    private static final int MAGIC = 0x5457494D;
    /** Also changed when {@link FeatureWalk} names other features: weights mean nothing without them. */
    private static final int VERSION = 6;
    private static final int HEADER_BYTES = 4 * 12;
    private static final int SETS = 2;
    private static final int SET_BYTES = 4 * (2 + Strata.COUNT) + FeatureWalk.HASHED + 2 * FeatureWalk.SHAPES;
    private static final int ROW_BYTES = TokenWalk.ROWS * TextCnn.DIMENSION;
    private static final int NETWORK_BYTES = 4 + ROW_BYTES + 4 * TextCnn.DENSE;

    private ModelFile() {}

    /**
     * Reads a model; the stream is read to its end, not closed.
     *
     * @throws IOException where it is no model, damaged, of another version or made with another lexicon; the message says
     *     which
     */
    public static InjectionModel read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) throw new IOException("no model: longer than " + (MOST_BYTES >> 20) + " MiB");
        if (bytes.length < HEADER_BYTES + 4) throw new IOException("no model: only " + bytes.length + " bytes");
        try (var data = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int magic = data.readInt();
            if (magic != MAGIC) throw new IOException("no model: it does not begin with TWIM");
            int version = data.readInt();
            if (version != VERSION)
                throw new IOException("model of version " + version + ", this program reads " + VERSION);
            checkSum(bytes);
            return body(data, bytes.length);
        }
    }

    private static void checkSum(byte[] bytes) throws IOException {
        var crc = new CRC32();
        crc.update(bytes, 0, bytes.length - 4);
        var end = new DataInputStream(new ByteArrayInputStream(bytes, bytes.length - 4, 4));
        if (end.readInt() != (int) crc.getValue()) throw new IOException("damaged model: the checksum does not fit");
    }

    private static InjectionModel body(DataInputStream data, int bytes) throws IOException {
        int number = data.readInt();
        if (data.readInt() != Lexicon.shipped().checksum()) {
            throw new IOException("the model was trained with another lexicon.txt; train again");
        }
        int hashed = data.readInt();
        int shapes = data.readInt();
        if (hashed != FeatureWalk.HASHED || shapes != FeatureWalk.SHAPES
                || bytes != HEADER_BYTES + SETS * SET_BYTES + NETWORK_BYTES + 4) {
            throw new IOException(
                    "damaged model: " + hashed + " hashed weights and " + shapes + " shapes in " + bytes + " bytes");
        }
        var calibration = new Calibration(data.readFloat(), data.readFloat(), data.readFloat(), data.readFloat(),
                data.readFloat(), data.readFloat());
        Weights said = weights(data);
        Weights read = weights(data);
        return new InjectionModel(number, said, read, network(data), calibration);
    }

    private static TextCnn network(DataInputStream data) throws IOException {
        float scale = floats(data, 1)[0];
        byte[] rows = data.readNBytes(ROW_BYTES);
        return new TextCnn(rows, scale, floats(data, TextCnn.DENSE));
    }

    private static Weights weights(DataInputStream data) throws IOException {
        var scales = floats(data, 2);
        var bias = floats(data, Strata.COUNT);
        var hashed = data.readNBytes(FeatureWalk.HASHED);
        var shapes = new short[FeatureWalk.SHAPES];
        for (int i = 0; i < shapes.length; i++)
            shapes[i] = data.readShort();
        return new Weights(hashed, scales[0], shapes, scales[1], bias);
    }

    private static float[] floats(DataInputStream data, int count) throws IOException {
        var read = new float[count];
        for (int i = 0; i < count; i++) {
            read[i] = data.readFloat();
            if (!Float.isFinite(read[i])) throw new IOException("damaged model: a weight is no number");
        }
        return read;
    }

    /** The bytes that {@link #read} reads; the same model always gives the same. */
    public static byte[] write(InjectionModel model) {
        var bytes = new ByteArrayOutputStream(1 << 19);
        try (var data = new DataOutputStream(bytes)) {
            Calibration calibration = model.calibration();
            for (int value : new int[]{MAGIC, VERSION, model.number(), Lexicon.shipped().checksum(), FeatureWalk.HASHED,
                    FeatureWalk.SHAPES})
                data.writeInt(value);
            for (float value : new float[]{calibration.slope(), calibration.offset(), calibration.perLength(),
                    calibration.atTenthPercent(), calibration.atHalfPercent(), calibration.atOnePercent()})
                data.writeFloat(value);
            write(data, model.said());
            write(data, model.read());
            data.writeFloat(model.network().rowScale());
            data.write(model.network().rows());
            for (float weight : model.network().dense())
                data.writeFloat(weight);
            data.flush();
            var crc = new CRC32();
            crc.update(bytes.toByteArray());
            data.writeInt((int) crc.getValue());
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream data, Weights weights) throws IOException {
        data.writeFloat(weights.hashedScale());
        data.writeFloat(weights.shapeScale());
        for (float bias : weights.bias())
            data.writeFloat(bias);
        data.write(weights.hashed());
        for (short weight : weights.shapes())
            data.writeShort(weight);
    }

    /** Whether two models are the same to the bit. */
    static boolean same(InjectionModel one, InjectionModel other) {
        return Arrays.equals(write(one), write(other));
    }
}
