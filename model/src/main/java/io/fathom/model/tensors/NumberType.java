package io.fathom.model.tensors;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Types of number in files of tensors, by their names in safetensors. */
public enum NumberType {
    F64(8, "float64"),
    F32(4, "float32"),
    F16(2, "float16"),
    BF16(2, "bfloat16"),
    I64(8, "int64"),
    U64(8, "uint64"),
    I32(4, "int32"),
    U32(4, "uint32"),
    I16(2, "int16"),
    U16(2, "uint16"),
    I8(1, "int8"),
    U8(1, "uint8"),
    BOOL(1, "bool"),
    F8_E4M3(1, "float8"),
    F8_E5M2(1, "float8");

    private static final int HALF_EXPONENT_BIAS = 15;
    private static final int FLOAT_EXPONENT_BIAS = 127;

    private final int bytes;
    private final String inWords;

    NumberType(int bytes, String inWords) {
        this.bytes = bytes;
        this.inWords = inWords;
    }

    /** The type of this name. */
    static Optional<NumberType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    /** Bytes of one number. */
    public int bytes() {
        return bytes;
    }

    /** Whether {@link #read} can be called: only floating-point numbers are weights. */
    public boolean isFloat() {
        return this == F32 || this == F16 || this == BF16;
    }

    /** The nearest number that bfloat16 can hold, ties to even: the upper half of a float32. */
    public static float toBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int up = 0x7fff + (bits >>> 16 & 1);
        return Float.isFinite(value) ? Float.intBitsToFloat(bits + up & 0xffff0000) : value;
    }

    /** Whether bfloat16 holds all of these numbers exactly. */
    public static boolean fitBfloat16(float[] values) {
        for (float value : values) {
            if ((Float.floatToRawIntBits(value) & 0xffff) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Writes a number into a little-endian buffer: F32 or BF16, and the latter exactly if it fits. */
    public void write(float value, ByteBuffer data) {
        switch (this) {
            case F32 -> data.putFloat(value);
            case BF16 -> data.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
            default -> throw new IllegalStateException("only F32 and BF16 are written, but these are " + this);
        }
    }

    /** The next number of a little-endian buffer; exact. */
    public float read(ByteBuffer data) {
        return switch (this) {
            case F32 -> data.getFloat();
            case BF16 -> Float.intBitsToFloat(data.getShort() << 16);
            case F16 -> half(data.getShort());
            default -> throw new IllegalStateException("only floating-point numbers are read, but these are " + this);
        };
    }

    private static float half(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = bits >> 10 & 0x1f;
        int mantissa = bits & 0x3ff;
        if (exponent == 0) { // zero and subnormal numbers: mantissa · 2^-24
            float magnitude = mantissa * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 0x1f ? 0xff : exponent - HALF_EXPONENT_BIAS + FLOAT_EXPONENT_BIAS;
        return Float.intBitsToFloat(sign | wide << 23 | mantissa << 13);
    }

    /** Such as {@code float32}. */
    @Override
    public String toString() {
        return inWords;
    }
}
