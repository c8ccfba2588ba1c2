import { describe, expect, test } from '@jest/globals';
import { isBankAlone, readBank } from '../../../../services/language/slots/bank.ts';
import { readKind } from '../../../../services/language/slots/kind.ts';
import { readOrdinal } from '../../../../services/language/slots/ordinal.ts';
import { readPhone } from '../../../../services/language/slots/phone.ts';
import { readAction } from '../../../../services/language/slots/readSlots.ts';
import { readWhen } from '../../../../services/language/slots/when.ts';

describe('the bank of a message', () => {
  test.each([
    ['KB국민은행', 'kb'],
    ['국은이요', 'kb'],
    ['국민 은행으로', 'kb'],
    ['우리', 'woori'],
    ['우리은행 개인용으로 하나 발급 부탁드려요', 'woori'],
    ['하나', 'hana'],
    ['하나요', 'hana'],
    ['외환은행', 'hana'],
    ['농협 말고 하나로 바꿔주세요', 'hana'],
    ['농협말고하나로바꿔주세요', 'hana'],
    ['하나로 바꿔주세요 농협 말고', 'hana'],
    ['아니 국민 말고 신한', 'shinhan'],
    ['국민에서 신한으로', 'shinhan'],
    ['NH', 'nh'],
    ['기업', 'ibk'],
    ['IBK기업은행', 'ibk'],
    ['제일은행', 'sc'],
    ['DGB', 'imbank'],
    ['아이엠뱅크요', 'imbank'],
    ['새마을금고', 'mg'],
    ['케뱅', 'kbank'],
    ['카뱅', 'kakao'],
    ['토스뱅크', 'toss'],
    ['중국공상은행', 'icbc'],
    ['산림조합', 'nfcf'],
    ['우체국', 'post'],
    ['국밈은행으로', 'kb'],
    ['구민은행', 'kb'],
    ['신핸은행', 'shinhan'],
    ['우라은행 갱신', 'woori'],
    ['Woori Bank', 'woori'],
    ['hana', 'hana'],
    ['kookmin bank please', 'kb'],
    ['제주도에서 농협이요 하나 아닙니다', 'nh'],
  ])('%s', (text, bank) => expect(readBank(text)).toBe(bank));

  test.each([
    ['한'],
    ['КB국민은행'],
    ['Κ국민은행'],
    ['하나 더 만들어 주세요'],
    ['인증서 하나 발급'],
    ['우리 가족 것도 되나요'],
    ['기업용으로요'],
    ['국민연금'],
    ['재외국민인데요'],
    ['신한카드 분실'],
    ['카카오톡 계정'],
    ['제일 빠른 방법'],
    ['부산 사는데요'],
    ['국민 말고요'],
    ['다른 은행'],
    ['파일 저장 안 하나요'],
    ['해야하나요'],
    ['세금용 받아야 하나 공공용 받아야 하나'],
    ['안전하나요'],
    ['제주도 여행'],
    ['제일 가까운 은행'],
    ['기업이 쓰는 인증서'],
    ['hanabi'],
    [''],
  ])('%s names none', (text) => expect(readBank(text)).toBeUndefined());
});

describe('a bank and nothing more', () => {
  test.each(['국민은행', 'KB국민', 'kb 국민은행이요', '우리', '우리은행입니다.', '농협이에요'])('%s', (text) => {
    expect(isBankAlone(text)).toBe(true);
  });

  test.each(['국민은행 되나요?', '국민 말고 신한', '국민은행 갱신', '아니 국민은행', '안녕하세요', ''])(
    'not %s',
    (text) => {
      expect(isBankAlone(text)).toBe(false);
    },
  );
});

describe('kind and purpose', () => {
  test.each([
    ['개인용', { certificate_kind: 'personal' }],
    ['개인사업자예요', { certificate_kind: 'business' }],
    ['개인 말고 사업자로', { certificate_kind: 'business' }],
    ['사업자 말고 개인', { certificate_kind: 'personal' }],
    ['전자세금용으로 해주세요', { certificate_kind: 'business', purpose: 'e_tax' }],
    ['세금계산서 발행하려고요 사업자예요', { certificate_kind: 'business', purpose: 'e_tax' }],
    ['전자세금용 말고 금융공공용', { certificate_kind: 'business', purpose: 'finance_public' }],
    ['사업자용 전자세금용 아니고 개인용', { certificate_kind: 'personal' }],
    ['개인정보는 어떻게 되나요', {}],
    ['전자', {}],
    ['인증서가 두 개인데', {}],
    ['사업자등록증 필요해요', {}],
    ['corporate', { certificate_kind: 'business' }],
    ['tax invoice', { certificate_kind: 'business', purpose: 'e_tax' }],
    ['입찰용이요', { certificate_kind: 'business', purpose: 'finance_public' }],
  ])('%s', (text, choice) => expect(readKind(text)).toEqual(choice));
});

describe('phone numbers', () => {
  test.each([
    ['번호는 공일공 이삼사오 육칠팔구', '01023456789'],
    ['공일공에 일이삼사에 오육칠팔', '01012345678'],
    ['010.1234.5678', '01012345678'],
    ['(010) 1234-5678이요', '01012345678'],
    ['+82 10-1234-5678', '01012345678'],
    ['010-1111-2222 아니고 010 3333 4444', '01033334444'],
    ['02-123-4567', '021234567'],
    ['공일공 하나둘셋넷 오육칠팔', '01012345678'],
    ['010-3333-4444예요 010-1111-2222 말고', '01033334444'],
    ['하나 둘 셋', undefined],
    ['0101234567', undefined],
    ['010123456789', undefined],
    ['1588-1234', undefined],
    ['900101-1234567', undefined],
  ])('%s', (text, phone) => expect(readPhone(text)).toBe(phone));
});

describe('days and times', () => {
  test.each([
    ['오늘', 'today'],
    ['내일 오후 3시에 전화주세요', 'tomorrow time:15:00'],
    ['내일 아니 모레요', '+2d'],
    ['3일 뒤', '+3d'],
    ['사흘 뒤', '+3d'],
    ['이틀 전에', '-2d'],
    ['2주 후', '+14d'],
    ['이번 달', 'this_month'],
    ['다음 주', 'next_week'],
    ['담주 금요일', 'next_week-fri'],
    ['다음달 3일에 끝난다던데', 'next_month-03'],
    ['작년 5월에 받았어요', 'last_year-05'],
    ['12월 1일', '12-01'],
    ['십이월 이십오일', '12-25'],
    ['2026년 12월 1일', '2026-12-01'],
    ['26.12.01', '2026-12-01'],
    ['이번 주 금요일', 'weekday:fri'],
    ['밤 11시', 'time:23:00'],
    ['열두시 반', 'time:12:30'],
    ['10:30', 'time:10:30'],
    ['내일오후3시', 'tomorrow time:15:00'],
    ['내일3시에', 'tomorrow time:15:00'],
    ['담주 수욜', 'next_week-wed'],
    ['11.22까지', '11-22'],
    ['Tomorrow', 'tomorrow'],
    ['화요일이요 월요일 말고', 'weekday:tue'],
    ['버전 1.5', undefined],
    ['4.5% 이자', undefined],
    ['13월 1일', undefined],
    ['2월 40일', undefined],
    ['25:00', undefined],
    ['세 시간 걸려요', undefined],
    ['다시 해 주세요', undefined],
    ['끝낼게요', undefined],
    ['카드로 낼 수 있나요', undefined],
    ['상담 주말에도 하나요', undefined],
    ['어디로 보내주는 거예요', undefined],
    ['낼 할게요', 'tomorrow'],
    ['입력 시 오류', undefined],
    ['010-1234-5678', undefined],
  ])('%s', (text, when) => expect(readWhen(text)).toBe(when));
});

describe('ordinals', () => {
  test.each([
    ['두 번째', 3, 2],
    ['2번이요', 3, 2],
    ['2', 3, 2],
    ['두번째걸로 할게요', 3, 2],
    ['일번이요', 3, 1],
    ['첫 번째 은행', 3, 1],
    ['마지막', 5, 5],
    ['아래 거', 2, 2],
    ['아래 거', 3, undefined],
    ['4번', 3, undefined],
    ['0번', 3, undefined],
    ['이번에 할게요', 3, undefined],
    ['3번 틀렸어요', 5, undefined],
    ['두번 눌렀어요', 3, undefined],
    ['하나', 3, undefined],
    ['전자세금용', 2, undefined],
    ['한번 해볼게요', 3, undefined],
  ])('%s of %i', (text, count, position) => expect(readOrdinal(text, count)).toBe(position));
});

test('an action is one only when an act is asked for', () => {
  expect(readAction('기업은행 금융공공용 갱신해줘', 'renew_certificate')).toBe('renew');
  expect(readAction('다음달 3일에 끝난다던데', 'renew_certificate')).toBeUndefined();
  expect(readAction('갱신 비용 있나요', 'fees')).toBeUndefined();
  expect(readAction('내일 만료돼요', 'check_expiry')).toBeUndefined();
  expect(readAction('내일 만료돼요?', 'check_expiry')).toBe('check_expiry');
  expect(readAction('나흘 전에 폐기했어요', 'revoke_certificate')).toBeUndefined();
  expect(readAction('폐기하면 어떻게 되나요', 'revoke_certificate')).toBeUndefined();
});
