import { serviceFacts } from '../../services/knowledge/serviceFacts.ts';

/** Figures that no code of ours decides, as they stand in sentences. */
interface Constant {
  readonly text: string;
  readonly why: string;
}

const { policeNumber, financeNumber, internetNumber } = serviceFacts;

/** By language: what may stand in a sentence as it is. Each is looked for, so that none outlives its sentence. */
export const outsideWorld: Readonly<Record<'ko' | 'en', readonly Constant[]>> = {
  ko: [
    { text: policeNumber, why: 'the police' },
    { text: financeNumber, why: 'the Financial Supervisory Service' },
    { text: internetNumber, why: 'the Internet & Security Agency' },
    { text: '정부24', why: 'the name of a service' },
    { text: '1원', why: 'what the check of an account is called' },
    { text: '1년에 {{won}}원', why: 'the unit of a price' },
    { text: '1년 {{won}}원', why: 'the unit of a price' },
    { text: '정한 지 1년이', why: 'advice (DOMAIN §6); nothing keeps to it' },
    { text: '한 해에 한 번쯤', why: 'the same advice' },
    { text: '하루 {{oneWonDeposits}}번', why: 'the unit of a limit' },
    { text: '앞 6자리', why: 'of a resident registration number' },
    { text: '뒤 7자리', why: 'of a resident registration number' },
    { text: '900101', why: 'an example of its first part' },
    { text: '19900101', why: 'an example of a birth date' },
    { text: '생년월일 8자리', why: 'a birth date' },
    { text: '숫자 10자리', why: 'a business registration number' },
    { text: '010', why: 'mobile numbers' },
    { text: '011, 016', why: 'old mobile numbers' },
    { text: '11자리', why: 'a mobile number' },
    { text: '123 456', why: 'an example of a code with a space in it' },
    { text: '두 자리 숫자를 문자로 회신', why: 'what other services do' },
    { text: '네 모서리', why: 'of a card' },
    { text: '사업자용은 두 가지예요', why: 'the sentence names both' },
    { text: '두 가지만 봐 주세요', why: 'the sentence names both' },
    { text: '로그인과 문자로 두 번', why: 'the sentence names both' },
    { text: '네 가지를 모두', why: 'the label above names all four' },
    { text: '이 세 가지면', why: 'the sentence names all three' },
    { text: '같은 일이 두 번 되지는', why: 'a way of speaking' },
    { text: '두 번 입력한 비밀번호', why: 'there are two boxes' },
  ],
  en: [
    { text: policeNumber, why: 'the police' },
    { text: financeNumber, why: 'the Financial Supervisory Service' },
    { text: internetNumber, why: 'the Internet & Security Agency' },
    { text: 'Government24', why: 'the name of a service' },
    { text: '1-won', why: 'what the check of an account is called' },
    { text: '1 won', why: 'what arrives for it' },
    { text: 'won a year', why: 'the unit of a price' },
    { text: 'had it for a year', why: 'advice (DOMAIN §6); nothing keeps to it' },
    { text: 'about once a year', why: 'the same advice' },
    { text: 'a day', why: 'the unit of a limit' },
    { text: 'first 6', why: 'of a resident registration number' },
    { text: 'last 7', why: 'of a resident registration number' },
    { text: '900101', why: 'an example of its first part' },
    { text: '19900101', why: 'an example of a birth date' },
    { text: 'date of birth in eight digits', why: 'a birth date' },
    { text: 'It has 10 digits', why: 'a business registration number' },
    { text: '010', why: 'mobile numbers' },
    { text: '011', why: 'old mobile numbers' },
    { text: '016', why: 'old mobile numbers' },
    { text: 'It has 11 digits', why: 'a mobile number' },
    { text: '123 456', why: 'an example of a code with a space in it' },
    { text: 'Replying with two digits', why: 'what other services do' },
    { text: 'all four corners', why: 'of a card' },
    { text: 'There are two business kinds', why: 'the sentence names both' },
    { text: 'Please look at two things', why: 'the sentence names both' },
    { text: 'A mix of all four', why: 'the label above names all four' },
    { text: 'These three keep', why: 'the sentence names all three' },
    { text: 'The two passwords', why: 'there are two boxes' },
  ],
};
